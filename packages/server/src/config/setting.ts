import type { Parse } from './parse.ts';

/** One setting: everything that the loader, the error messages and the page `docs/settings.md` say about it. */
export interface Setting<T> {
	/** The environment variable. */
	readonly name: `ROOMCAST_${string}`;
	/** What it does, for the docs page. */
	readonly description: string;
	/** What it may hold, for the docs page. */
	readonly allowed: string;
	/** Its default as one would write it; absent when there is none, or when it depends on other things. */
	readonly default?: string;
	/** What happens without it, when `default` cannot say. */
	readonly without?: string;
	/** Its value is never shown. */
	readonly secret?: true;
	readonly parse: Parse<T>;
}

/** Names one, with the type of what it holds. */
export const setting = <T, const S extends Omit<Setting<T>, 'parse'>>(text: S & { parse: Parse<T> }) => text;
