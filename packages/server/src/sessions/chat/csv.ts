/** What a spreadsheet would take for a formula when a cell begins with it (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * One line of CSV (RFC 4180), with its end. A cell that a spreadsheet would run gets an apostrophe before it, which
 * spreadsheets do not show.
 */
export function csvLine(cells: readonly string[]): string {
	return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
	const safe = FORMULA.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
