// Loaded before a program (`--import`): its wall clock is as many ms ahead as the file of TEST_CLOCK_FILE says, from the
// moment that this changes. Monotonic time goes on as it does.
import { readFileSync } from 'node:fs';

const file = process.env.TEST_CLOCK_FILE ?? '';
const RealDate = Date;
let ahead = 0;
const look = () => {
	ahead = Number(readFileSync(file, 'utf8'));
};
look();
setInterval(look, 20).unref();

globalThis.Date = class extends RealDate {
	constructor(...given) {
		if (given.length === 0) super(RealDate.now() + ahead);
		else super(...given);
	}

	static now() {
		return RealDate.now() + ahead;
	}
};
