import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('csvLine', () => {
	it('quotes what needs it (RFC 4180 section 2)', () => {
		expect(csvLine(['a', 'b c', ''])).toBe('a,b c,\r\n');
		expect(csvLine(['a,b', 'say "hi"', 'two\nlines', 'cr\rlf'])).toBe('"a,b","say ""hi""","two\nlines","cr\rlf"\r\n');
	});

	it('lets no spreadsheet run a message', () => {
		for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1']) expect(csvLine([text])).toBe(`'${text}\r\n`);
		expect(csvLine(['\r=1'])).toBe(`"'\r=1"\r\n`);
		expect(csvLine(['=HYPERLINK("http://x","y")'])).toBe(`"'=HYPERLINK(""http://x"",""y"")"\r\n`);
		expect(csvLine(['1-1', 'a=b'])).toBe('1-1,a=b\r\n');
	});
});
