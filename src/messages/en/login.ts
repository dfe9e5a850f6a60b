export const loginProblems = () => ({});
