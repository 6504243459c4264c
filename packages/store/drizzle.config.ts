import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate --name WHAT` writes the next migration; `--custom` an empty one for triggers and views. */
export default defineConfig({ dialect: 'sqlite', schema: './src/schema.ts', out: './drizzle' });
