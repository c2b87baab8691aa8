import { type Static, Type } from 'typebox';

/** Answer of `GET /healthz`. */
export const Health = Type.Object({ status: Type.Literal('ok') }, { title: 'Health' });

/** Answer of `GET /readyz`. */
export const Readiness = Type.Object(
	{
		ready: Type.Boolean(),
		checks: Type.Record(Type.String(), Type.String(), {
			description: 'Each part: `ok`, or its problem in a word or two. The log has the details',
		}),
	},
	{ title: 'Readiness' },
);
export type Readiness = Static<typeof Readiness>;
