import { type Action, ERRORS, ErrorBody, type ErrorName, MAX_BODY, POLICY } from '@roomcast/contract';
import type { TSchema } from 'typebox';

/** Marks operations whose body may be absent, until the document is finished: @fastify/swagger has no word for it. */
export const BODY_OPTIONAL = 'x-body-optional';

/** Where the schema of a route says what it does, in the words of the policy; part of the OpenAPI document. */
export const ROUTE_ACTION = 'x-roomcast-action';

/** Largest body that an operation reads, in bytes; part of the OpenAPI document. */
export const BODY_LIMIT = 'x-body-limit';

/** Errors of every call that needs a token. */
const TOKEN_ERRORS: readonly ErrorName[] = [
	'INVALID_TOKEN',
	'INVALID_API_KEY',
	'APIKEY_DEACTIVATED',
	'INVALID_PERMISSIONS',
	'UNAUTHORIZED_ROLE',
	'TOO_MANY_REQUESTS',
	'DATABASE_UNAVAILABLE',
	'DISK_FULL',
];

/** What the reference page says about a route, and what its input and answer are. */
export interface OperationText {
	readonly tags: readonly [string];
	readonly operationId: string;
	readonly summary: string;
	readonly description: string;
	/** Errors of this route besides those of the token and of validation. */
	readonly errors: readonly ErrorName[];
	/** What it does, in the words of the policy, which says who may; `open`: it answers without a token. */
	readonly action: Action | 'open';
	/** Whether the body may be absent. */
	readonly bodyOptional?: boolean;
	/** Largest body, in bytes; default: `MAX_BODY`. */
	readonly bodyLimit?: number;
	/** Of the answer when all goes well; default: 200. */
	readonly status?: 200 | 201;
}

/** Schemas of a route, from the contract. */
export interface OperationSchemas {
	readonly params?: TSchema;
	readonly querystring?: TSchema;
	readonly body?: TSchema;
	readonly answer: TSchema;
}

/** The Fastify schema of a route: validates, types the handler, and describes the route in the OpenAPI document. */
export function operation<const S extends OperationSchemas>(
	{ action, errors, bodyOptional, bodyLimit = MAX_BODY, description, status = 200, ...text }: OperationText,
	schemas: S,
) {
	const open = action === 'open';
	const { answer, ...input } = schemas;
	const names: ErrorName[] = [...(open ? [] : TOKEN_ERRORS), ...errors, 'SOMETHING_WENT_WRONG'];
	if (Object.keys(input).length > 0) names.push('VALIDATION_FAILED');
	return {
		...text,
		description: open ? description : `${description} Needs ${POLICY[action].rule.needs}.`,
		[ROUTE_ACTION]: action,
		security: open ? [] : [{ token: [] }],
		...(bodyOptional ? { [BODY_OPTIONAL]: true } : {}),
		...(schemas.body === undefined ? {} : { [BODY_LIMIT]: bodyLimit }),
		...(input as Omit<S, 'answer'>),
		response: { [status]: answer, ...errorAnswers(names) } as { 200: S['answer'] } & ReturnType<typeof errorAnswers>,
	};
}

function errorAnswers(names: readonly ErrorName[]) {
	const answers: Record<number, { description: string; content: object }> = {};
	for (const status of new Set(names.map((name) => ERRORS[name].status))) {
		const lines = names
			.filter((name) => ERRORS[name].status === status)
			.map((name) => `- \`${name}\` (${ERRORS[name].code}): ${ERRORS[name].message}`);
		answers[status] = { description: lines.join('\n'), content: { 'application/json': { schema: ErrorBody } } };
	}
	return answers;
}
