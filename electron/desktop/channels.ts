/** The two channels between a window and main. */
export const askChannel = "sensor:ask"
export const saidChannel = "sensor:said"
