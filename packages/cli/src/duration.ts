import { UsageError } from './Command.ts';

const UNITS: ReadonlyMap<string, number> = new Map([
	['s', 1],
	['m', 60],
	['h', 3_600],
	['d', 86_400],
]);

/**
 * Seconds of a text such as `90s`, `15m`, `24h` or `7d`; a number alone is seconds.
 *
 * @throws UsageError naming what is allowed
 */
export function parseDuration(text: string): number {
	const [, amount, unit = 's'] = /^(\d{1,9})([smhd])?$/.exec(text) ?? [];
	const seconds = Number(amount) * (UNITS.get(unit) ?? Number.NaN);
	if (!(seconds > 0)) throw new UsageError(`"${text}" is not a duration. Write for example 90s, 15m, 24h or 7d.`);
	return seconds;
}
