/** Conditions of allow bindings, deny rules and boundary bindings: evaluated, explained, described. */
export { type Attributes, attributesOf } from './attributes.js';
export { describeCondition } from './describe.js';
export { evaluateBoundaryCondition, evaluateCondition, evaluateTagCondition } from './result.js';
