import { RoomcastError, targetFinder } from '@roomcast/contract';
import type { TSchema } from 'typebox';
import type { TargetGuard } from './TargetGuard.ts';

/** Refuses requests with URLs that are wrong as they are written: every field of the contract that is the URL of a target. */
export class RequestTargets {
	readonly #guard: Pick<TargetGuard, 'fault'>;
	readonly #finders = new WeakMap<TSchema, { find: ReturnType<typeof targetFinder> }>();

	constructor(guard: Pick<TargetGuard, 'fault'>) {
		this.#guard = guard;
	}

	/** Whether values of a schema have URLs of targets at all. */
	has(schema: TSchema): boolean {
		return this.#finder(schema) !== undefined;
	}

	/**
	 * @param value what fits the schema
	 * @param root how the whole is called, for example `body` or `data`
	 * @throws RoomcastError VALIDATION_FAILED, caused by the TargetRefused
	 */
	check(schema: TSchema, value: unknown, root: string): void {
		for (const { field, url, kind } of this.#finder(schema)?.(value, root) ?? []) {
			const cause = this.#guard.fault(url, kind);
			if (cause === undefined) continue;
			const inside = field.slice(root.length + 1);
			throw new RoomcastError('VALIDATION_FAILED', `${field}: ${cause.message}`, { cause, field: inside });
		}
	}

	#finder(schema: TSchema): ReturnType<typeof targetFinder> {
		const known = this.#finders.get(schema);
		if (known !== undefined) return known.find;
		const find = targetFinder(schema);
		this.#finders.set(schema, { find });
		return find;
	}
}
