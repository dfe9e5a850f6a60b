export const testProblems = () => ({});
