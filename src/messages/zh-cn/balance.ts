export const balanceProblems = () => ({});
