import type { ParseArgsOptionsConfig } from 'node:util';

/** What a command gets: its options by name, and the words that are no option. */
export interface Invocation {
	readonly options: Readonly<Record<string, string | boolean | undefined>>;
	readonly words: readonly string[];
}

/** A command of the command line, or a group of commands. */
export interface Command {
	/** One line, for the list of commands. */
	readonly summary: string;
	/** What follows the name, for example `<key>` or `[options]`. */
	readonly usage: string;
	/** Option → what it means; the help shows them in this order. */
	readonly options: Readonly<Record<string, CommandOption>>;
	/** Examples and what else is worth saying. */
	readonly notes?: string;
	/** How many words it takes. */
	readonly words?: { readonly min: number; readonly max: number };
	/** Its arguments are for somebody else: all of them are its words, `--help` too. */
	readonly passThrough?: boolean;
	run(invocation: Invocation): Promise<void>;
}

export interface CommandOption {
	readonly type: 'string' | 'boolean';
	/** What stands for the value in the help. */
	readonly value?: string;
	readonly description: string;
}

/** A group of commands, such as `keys`. */
export interface CommandGroup {
	readonly summary: string;
	readonly commands: Readonly<Record<string, Command>>;
}

/** A mistake that the user of the command can correct; printed without a stack. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** The options in the form of `node:util`. */
export function parseArgsOptions(command: Command): ParseArgsOptionsConfig {
	const options = Object.entries(command.options).map(([name, { type }]) => [name, { type }] as const);
	return { ...Object.fromEntries(options), help: { type: 'boolean', short: 'h' } };
}
