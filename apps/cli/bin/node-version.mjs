/**
 * Says what is wrong with a Node version, or null where it is one that the root package.json's `engines`
 * allows: ^20.19.0 || ^22.12.0 || >=24.0.0. Plain JavaScript, since it runs before anything is checked.
 * @param {string} version such as `20.19.4`
 * @returns {string | null}
 */
export function nodeComplaint(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (fits) return null;
  return `Node ${version} cannot run it: ${process.execPath}. Install Node 20.19, 22.12, 24 or later, and try again.`;
}
