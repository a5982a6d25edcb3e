// A stylesheet is imported as its minified text (build.mjs, vitest.config.ts).
declare module "*.css" {
  const text: string;
  export default text;
}
