import { useEffect, useState } from 'react';
import { LevelMeter } from './LevelMeter.ts';

/** How loud a stream is, 0 to 1; 0 without one. */
export function useLevel(stream: MediaStream | undefined): number {
	const [level, setLevel] = useState(0);
	useEffect(() => {
		if (stream === undefined || stream.getAudioTracks().length === 0) return;
		const meter = new LevelMeter(stream);
		const stop = meter.subscribe(() => setLevel(meter.state));
		return () => {
			stop();
			meter.close();
			setLevel(0);
		};
	}, [stream]);
	return level;
}
