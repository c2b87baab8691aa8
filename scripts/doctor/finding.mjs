/**
 * @typedef {object} Finding
 * @property {'good' | 'note' | 'bad'} level `note`: a start is possible, or the setup installs it; `bad`: it is not
 * @property {string} what
 * @property {string} found where and which, or what is wrong
 * @property {string} [hint] what to do about it
 */

const MARKS = { good: '✓', note: '·', bad: '✗' };

/**
 * @param {Finding[]} findings
 * @returns {string} a line for each, and one for its hint
 */
export function formatFindings(findings) {
	const width = Math.max(...findings.map(({ what }) => what.length));
	return findings
		.map(({ level, what, found, hint }) => {
			const line = `${MARKS[level]} ${what.padEnd(width)}  ${found}`;
			return hint ? `${line}\n${' '.repeat(width + 4)}→ ${hint}` : line;
		})
		.join('\n');
}
