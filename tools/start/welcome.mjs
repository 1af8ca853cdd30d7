/** What people need to know once everything runs. */
export function welcomeText({ folder, url, login, album, isFirst }) {
  const lines = [
    '',
    `Pezzottify answers at ${url}`,
    `  sign in as    ${login.handle}, password ${passwordText(folder, login, isFirst)}`,
    `  data          ${folder.root}`,
    `  logs          ${folder.logs}`,
  ];
  if (album) lines.push('', `"${album.name}" is in the catalog. Play its first track:`, `  ${album.curl}`);
  return [...lines, '', 'Ctrl-C stops everything.'].join('\n');
}

function passwordText({ loginFile }, { password }, isFirst) {
  if (password === null) return 'as you have set it';
  return isFirst ? password : `in ${loginFile}`;
}
