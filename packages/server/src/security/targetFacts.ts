import type { TargetRefused } from '../net/TargetGuard.ts';
import type { SecurityFacts } from './facts.ts';

/** What a security event says of a target: its host and what is wrong with it, never the rest of the URL. */
export function targetFacts({ message, refusal }: TargetRefused): SecurityFacts {
	return { target: refusal.host, reason: message };
}
