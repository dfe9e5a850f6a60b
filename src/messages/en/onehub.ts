export const onehubProblems = () => ({});
