// No colours for code.
export default async function () {}
