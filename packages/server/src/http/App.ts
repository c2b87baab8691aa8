import type {
	FastifyBaseLogger,
	FastifyInstance,
	FastifyTypeProvider,
	RawReplyDefaultExpression,
	RawRequestDefaultExpression,
	RawServerDefault,
} from 'fastify';
import type { Static, TSchema } from 'typebox';

/** Tells Fastify what a contract schema means in TypeScript. */
export interface ContractTypes extends FastifyTypeProvider {
	validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
	serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown;
}

/** The Fastify app, its routes typed by the contract. */
export type App = FastifyInstance<
	RawServerDefault,
	RawRequestDefaultExpression,
	RawReplyDefaultExpression,
	FastifyBaseLogger,
	ContractTypes
>;
