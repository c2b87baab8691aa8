import { parseArgs } from 'node:util';
import { ConfigError } from '@roomcast/server/config';
import { type Command, type CommandGroup, parseArgsOptions, UsageError } from './Command.ts';
import { COMMANDS } from './commands.ts';
import { commandHelp, groupHelp, isGroup } from './help.ts';

/** Exit codes: 1 it failed, 2 it was called wrongly or a setting is wrong. */
const WRONG_CALL = 2;

/** Run the command line. Sets the exit code; never throws. */
export async function main(args: readonly string[]): Promise<void> {
	try {
		await dispatch(args);
	} catch (error) {
		process.exitCode = error instanceof UsageError || error instanceof ConfigError ? WRONG_CALL : 1;
		// A TypeError and the like is a mistake of ours: the stack tells where. All others are said in words.
		const { constructor: kind, message, stack } = error as Error;
		const builtIn = kind !== Error && Object.hasOwn(globalThis, kind.name);
		console.error(builtIn ? stack : message);
	}
}

async function dispatch(args: readonly string[]): Promise<void> {
	const [first, ...rest] = args;
	if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
		console.log(groupHelp('', COMMANDS));
		return;
	}
	if (first === '--version') {
		const { VERSION } = await import('@roomcast/server/version');
		console.log(VERSION);
		return;
	}
	const entry = lookUp(first, '', COMMANDS);
	if (!isGroup(entry)) return runCommand(first, entry, rest);
	const [second, ...others] = rest;
	if (second === undefined || second === '--help' || second === '-h') {
		console.log(groupHelp(first, entry));
		return;
	}
	return runCommand(`${first} ${second}`, lookUp(second, first, entry.commands), others);
}

function lookUp<T extends Command | CommandGroup>(
	word: string,
	group: string,
	commands: Readonly<Record<string, T>>,
): T {
	const entry = Object.hasOwn(commands, word) ? commands[word] : undefined;
	if (entry !== undefined) return entry;
	const prefix = group === '' ? 'roomcast' : `roomcast ${group}`;
	throw new UsageError(`There is no command "${prefix} ${word}". There are: ${Object.keys(commands).join(', ')}.`);
}

async function runCommand(name: string, command: Command, args: readonly string[]): Promise<void> {
	if (command.passThrough === true) return command.run({ options: {}, words: args });
	const { values, positionals } = parse(name, command, args);
	if (values.help === true) {
		console.log(commandHelp(name, command));
		return;
	}
	const { min, max } = command.words ?? { min: 0, max: 0 };
	if (positionals.length < min || positionals.length > max)
		throw new UsageError(`Usage: roomcast ${name} ${command.usage}\nTry \`roomcast ${name} --help\`.`);
	await command.run({ options: values as Record<string, string | boolean | undefined>, words: positionals });
}

function parse(name: string, command: Command, args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: parseArgsOptions(command), allowPositionals: true });
	} catch (error) {
		throw new UsageError(`${(error as Error).message}\nTry \`roomcast ${name} --help\`.`);
	}
}
