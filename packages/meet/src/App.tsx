import { useEffect } from 'react';
import { serverUrl } from './base/urls.ts';
import { Landing } from './entrance/Landing.tsx';
import { roomOf } from './entrance/roomReference.ts';
import type { ParsedParameters } from './parameters/parseParameters.ts';
import { ParametersContext } from './parameters/useParameters.ts';
import { Room } from './Room.tsx';
import { useTheme } from './ui/useTheme.ts';

/** The whole page: the start page at `/`, a room at `/meet/{roomId}`. */
export function App({ parameters, problems }: ParsedParameters) {
	useTheme(parameters.theme);
	useEffect(() => {
		for (const { name, value, allowed } of problems) {
			console.warn(`Query parameter ${name}=${value} is ignored. Allowed: ${allowed}.`);
		}
	}, [problems]);

	const roomId = roomOf(window.location.pathname, new URL(serverUrl()).pathname) ?? parameters.meetingId;
	return (
		<ParametersContext value={parameters}>
			{roomId === undefined ? <Landing /> : <Room roomId={roomId} />}
		</ParametersContext>
	);
}
