import type { Command, CommandGroup } from './Command.ts';

/** The help of one command. `name` is all that leads to it, for example `keys revoke`. */
export function commandHelp(name: string, command: Command): string {
	const options = Object.entries(command.options).map(([option, { value, description }]): [string, string] => [
		value === undefined ? `--${option}` : `--${option} <${value}>`,
		description,
	]);
	return [
		`Usage: roomcast ${name}${command.usage === '' ? '' : ` ${command.usage}`}`,
		command.summary,
		section('Options', [...options, ['-h, --help', 'show this help']]),
		...(command.notes === undefined ? [] : [command.notes]),
	].join('\n\n');
}

/** The help of a group, or of all when `name` is empty. */
export function groupHelp(
	name: string,
	group: CommandGroup | Readonly<Record<string, Command | CommandGroup>>,
): string {
	const commands = isGroup(group) ? group.commands : group;
	const rows = Object.entries(commands).map(([word, { summary }]): [string, string] => [word, summary]);
	const prefix = name === '' ? 'roomcast' : `roomcast ${name}`;
	return [
		`Usage: ${prefix} <command> [options]`,
		...(isGroup(group) ? [group.summary] : ['Rooms, calls and the API, on your own server.']),
		section('Commands', rows),
		`\`${prefix} <command> --help\` shows more. Settings are ROOMCAST_* environment variables. See docs/settings.md`,
	].join('\n\n');
}

export function isGroup(entry: object): entry is CommandGroup {
	return 'commands' in entry && typeof entry.commands === 'object';
}

function section(title: string, rows: readonly [string, string][]): string {
	const width = Math.max(...rows.map(([left]) => left.length));
	return [title, ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join('\n');
}
