export const writingProblems = () => ({});
