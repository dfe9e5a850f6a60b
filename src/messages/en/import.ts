export const importProblems = () => ({});
