export { createBodies, type RedisBodies, type RedisMemory } from './bodies.ts';
export { type Consumer, consume } from './consumer.ts';
export { createGate, type Gate } from './gate.ts';
export { openTicks, type Ticks } from './ticks.ts';
export { createTransport, type RedisTransport } from './transport.ts';
export { TransportError } from './transport-error.ts';
