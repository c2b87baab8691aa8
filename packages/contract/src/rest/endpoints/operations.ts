import { Type } from 'typebox';
import { declareEndpoints } from '../Endpoint.ts';
import { Health, Readiness } from '../operations.ts';

/** For load balancers and orchestrators. */
export const OPERATION_ENDPOINTS = declareEndpoints('Operations', {
	getHealth: {
		method: 'GET',
		path: '/healthz',
		action: 'open',
		title: 'Check that the process runs',
		text: 'Answers as long as the process runs. For liveness probes.',
		answer: Health,
	},
	getReadiness: {
		method: 'GET',
		path: '/readyz',
		action: 'open',
		title: 'Check that the server can take calls',
		text: 'Checks what calls need. Answers 503 if the database accepts no writes, no media worker runs, or the server is shutting down. `storage` and `disk` are only information: calls continue without them.',
		answer: Readiness,
		alsoAnswers: 503,
	},
});

/** Beside the API, unless `ROOMCAST_METRICS_PORT` moves it. */
export const METRICS_ENDPOINTS = declareEndpoints('Operations', {
	getMetrics: {
		method: 'GET',
		path: '/metrics',
		action: 'open',
		title: 'Metrics for Prometheus',
		text: 'Text in the Prometheus exposition format. `ROOMCAST_METRICS_TOKEN` requires that bearer token; `ROOMCAST_METRICS_PORT` moves it to that port.',
		answer: Type.String(),
		answerType: 'text/plain',
		errors: ['INVALID_TOKEN'],
	},
});
