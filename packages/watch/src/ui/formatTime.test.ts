import { expect, it } from 'vitest';
import { formatTime, spokenTime } from './formatTime.ts';

it.each([
	[0, '0:00', '0 seconds'],
	[65.9, '1:05', '1 minute 5 seconds'],
	[720, '12:00', '12 minutes'],
	[3723, '1:02:03', '1 hour 2 minutes 3 seconds'],
	[-4, '0:00', '0 seconds'],
])('%s s is %s, spoken %s', (seconds, shown, spoken) => {
	expect(formatTime(seconds)).toBe(shown);
	expect(spokenTime(seconds)).toBe(spoken);
});
