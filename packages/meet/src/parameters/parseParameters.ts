import { asRecorder } from './asRecorder.ts';
import { PARAMETERS, type Parameter, type Parameters } from './table.ts';

/** A parameter that was given but cannot be used; its fallback holds instead. */
export interface ParameterProblem {
	readonly name: string;
	readonly value: string;
	/** What would be allowed, in words. */
	readonly allowed: string;
}

export interface ParsedParameters {
	readonly parameters: Parameters;
	readonly problems: readonly ParameterProblem[];
}

/**
 * Reads the query of the page's address. Unknown parameters are left alone: links made for VideoSDK's page carry many.
 * A value that is not allowed never stops a call: the fallback holds and the problem is reported.
 */
export function parseParameters(query: string): ParsedParameters {
	const given = new URLSearchParams(query);
	const problems: ParameterProblem[] = [];
	const values: Record<string, unknown> = {};
	for (const [name, parameter] of Object.entries<Parameter<unknown>>(PARAMETERS)) {
		const raw = given.get(name);
		values[name] = parameter.fallback;
		if (raw === null || raw === '') continue;
		try {
			values[name] = parameter.read(raw);
		} catch (error) {
			const secret = name === 'token';
			problems.push({ name, value: secret ? '(hidden)' : raw, allowed: error instanceof Error ? error.message : '' });
		}
	}
	return { parameters: asRecorder(values as unknown as Parameters), problems };
}
