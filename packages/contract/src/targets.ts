import { type TSchema, type TString, Type } from 'typebox';
import Format from 'typebox/format';

/** What the server calls at a URL that a caller gives. */
export const TARGET_KINDS = ['webhook', 'template', 'upload', 'livestream', 'storage'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** Marks a URL that the server calls, with the kind of target that it is. */
const TARGET = 'x-target';

// What `new URL` takes (WHATWG URL): RFC 3986, which the library checks, has no letters outside ASCII.
Format.Set('uri', (text) => URL.canParse(text));

/** A URL that the server calls, whatever its host says then. The server refuses targets that are wrong as written. */
export function targetUrl(kind: TargetKind, maxLength: number, description: string): TString {
	const pattern = kind === 'livestream' ? '^[rR][tT][mM][pP][sS]?://[^\\s]+$' : '^https?://[^\\s]+$';
	return Type.String({ maxLength, pattern, format: 'uri', description, [TARGET]: kind });
}

/** A page that is shown instead of a layout. */
export const TemplateUrl = targetUrl('template', 2048, 'http or https URL of a web page');

/** A URL in a value, and where it is: `webhook.endPoint`, `outputs[0].url`. */
export interface TargetField {
	readonly field: string;
	readonly url: string;
	readonly kind: TargetKind;
}

type Finder = (value: unknown, field: string) => TargetField[];

/**
 * Makes the function that finds the URLs of targets in values of a schema.
 *
 * @returns undefined when the schema has none
 */
export function targetFinder(schema: TSchema): Finder | undefined {
	const {
		[TARGET]: kind,
		properties,
		items,
		anyOf,
	} = schema as {
		[TARGET]?: TargetKind;
		properties?: Record<string, TSchema>;
		items?: TSchema;
		anyOf?: TSchema[];
	};
	if (kind !== undefined) return (url, field) => (typeof url === 'string' ? [{ field, url, kind }] : []);
	const finders: Finder[] = [];
	for (const [name, property] of Object.entries(properties ?? {})) {
		const find = targetFinder(property);
		if (find === undefined) continue;
		finders.push((value, field) => {
			if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
			return find((value as Record<string, unknown>)[name], field === '' ? name : `${field}.${name}`);
		});
	}
	const findItem = items === undefined ? undefined : targetFinder(items);
	if (findItem !== undefined)
		finders.push((value, field) =>
			Array.isArray(value) ? value.flatMap((item, index) => findItem(item, `${field}[${index}]`)) : [],
		);
	for (const branch of anyOf ?? []) {
		const find = targetFinder(branch);
		if (find !== undefined) finders.push(find);
	}
	return finders.length === 0 ? undefined : (value, field) => finders.flatMap((find) => find(value, field));
}
