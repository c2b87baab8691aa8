/** A Markdown table. A `|` in a cell is escaped, a line break becomes `<br>`. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
	return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
	return text.replaceAll('|', '\\|').replaceAll('\n', '<br>');
}

export const code = (text: string): string => `\`${text}\``;

const BEGIN = /<!-- generated:([a-z-]+) -->\n[\s\S]*?<!-- \/generated -->/g;

/** Names of the generated parts of a page, in its order. */
export function generatedParts(page: string): string[] {
	return [...page.matchAll(BEGIN)].map(([, name = '']) => name);
}

/**
 * A page with its generated parts written again. They stand between `<!-- generated:name -->` and `<!-- /generated
 * -->`.
 *
 * @throws when the page has a part that nobody makes
 */
export function withGeneratedParts(page: string, parts: Readonly<Record<string, string>>): string {
	return page.replaceAll(BEGIN, (_whole, name: string) => {
		const content = Object.hasOwn(parts, name) ? parts[name] : undefined;
		if (content === undefined)
			throw new Error(`Nobody makes the part "${name}"; there are ${Object.keys(parts).join(', ')}`);
		return `<!-- generated:${name} -->\n\n${content}\n\n<!-- /generated -->`;
	});
}
