/** What is offered for a method that is not there. */
import { describe, expect, it } from 'vitest';
import { readMethod } from '../../../src/probe/grpc/method.js';
import { rank, serviceNear } from '../../../src/probe/grpc/suggestions.js';

const SERVICES = ['grpc.health.v1.Health', 'acme.orders.v1.Orders', 'acme.billing.v1.Invoices'];

describe('a service that is not there', () => {
  it.each([
    ['acme.orders.v1.Orders', 'acme.orders.v1.Orders'],
    ['acme.orders.v2.Orders', 'acme.orders.v1.Orders'],
    ['Orders', 'acme.orders.v1.Orders'],
    ['com.example.warehouse.Orders', 'acme.orders.v1.Orders'],
    ['acme.orders.v1.Order', 'acme.orders.v1.Orders'],
    ['Invoice', 'acme.billing.v1.Invoices'],
    ['acme.payroll.v1.Salaries', undefined],
  ])('%s: %s', (wanted, near) => {
    expect(serviceNear(wanted, SERVICES)).toBe(near);
  });
});

describe('a method that is not there', () => {
  it('puts the likest name first, and the others of the service after it', () => {
    expect(rank('Lst', ['Get', 'List', 'Upload'])).toEqual(['List', 'Get', 'Upload']);
  });

  it('offers the same name alone when only the package was wrong', () => {
    expect(rank('Get', ['List', 'Get'])).toEqual(['Get']);
  });

  it('offers at most five', () => {
    expect(rank('Nothing', ['A', 'B', 'C', 'D', 'E', 'F'])).toHaveLength(5);
  });
});

describe('the name of a method', () => {
  it.each([
    ['acme.orders.v1.Orders/List', { service: 'acme.orders.v1.Orders', name: 'List' }],
    ['/acme.orders.v1.Orders/List', { service: 'acme.orders.v1.Orders', name: 'List' }],
    [' Orders/List ', { service: 'Orders', name: 'List' }],
    ['acme.orders.v1.Orders', undefined],
    ['acme.orders.v1.Orders/List/More', undefined],
    ['acme..Orders/List', undefined],
    ['https://orders.acme.test/List', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(readMethod(text)).toEqual(expected);
  });
});
