import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** A validator that is compiled when it is first asked: a start does not wait for a hundred of them. */
export function lazyValidator(schema: TSchema): (value: unknown) => boolean {
	let validator: ReturnType<typeof Compile> | undefined;
	return (value) => {
		validator ??= Compile(schema);
		return validator.Check(value);
	};
}
