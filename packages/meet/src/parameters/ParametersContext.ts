import { createContext, useContext } from 'react';
import { parseParameters } from './parseParameters.ts';
import type { Parameters } from './table.ts';

/** The parameters of this page view. */
export const ParametersContext = createContext<Parameters>(parseParameters('').parameters);

/** The parameters of this page view. */
export const useParameters = (): Parameters => useContext(ParametersContext);
