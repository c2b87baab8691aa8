import { randomBytes } from 'node:crypto';

const PATTERN = /^recorder-[0-9a-f]{32}$/;

/** An id for the page of a recorder: nobody can guess it. */
export function newRecorderId(): string {
	return `recorder-${randomBytes(16).toString('hex')}`;
}

/** Whether an id was made for the page of a recorder, now or once. */
export function isRecorderId(participantId: string): boolean {
	return PATTERN.test(participantId);
}
