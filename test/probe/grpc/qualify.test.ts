/** Types that are named relatively, as servers in Node name them. */
import { fromJson } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from 'vitest';
import { encodeJson, findMethod } from '../../../src/probe/grpc/descriptors.js';
import { qualify } from '../../../src/probe/grpc/qualify.js';
import { NOTES, ORDERS } from './orders-file.js';

const field = (name: string, number: number, typeName: string, type = 'TYPE_MESSAGE') => ({
  ...{ name, number, typeName, type },
  label: 'LABEL_OPTIONAL',
});
const SHOP = fromJson(FileDescriptorProtoSchema, {
  name: 'shop.proto',
  package: 'acme.shop',
  syntax: 'proto3',
  messageType: [
    { name: 'Order', field: [{ name: 'id', number: 1, label: 'LABEL_OPTIONAL', type: 'TYPE_STRING' }] },
    {
      name: 'Basket',
      field: [
        field('order', 1, 'Order'),
        field('item', 2, 'Item'),
        field('far', 3, 'shop.Order'),
        field('state', 4, 'State', 'TYPE_ENUM'),
        field('at', 5, 'google.protobuf.Timestamp'),
        field('lost', 6, 'Nowhere'),
      ],
      nestedType: [{ name: 'Item', field: [field('order', 1, 'Order')] }, { name: 'Order' }],
    },
  ],
  enumType: [{ name: 'State', value: [{ name: 'NEW', number: 0 }] }],
  service: [{ name: 'Shop', method: [{ name: 'Fill', inputType: 'Basket', outputType: 'Order' }] }],
});

describe('relative names', () => {
  it('mean the innermost type of that name', () => {
    const [file] = qualify([SHOP]);
    const basket = file?.messageType[1];
    expect(basket?.field.map(({ typeName }) => typeName)).toEqual([
      '.acme.shop.Basket.Order',
      '.acme.shop.Basket.Item',
      '.acme.shop.Order',
      '.acme.shop.State',
      '.google.protobuf.Timestamp',
      'Nowhere',
    ]);
    expect(basket?.nestedType[0]?.field[0]?.typeName).toBe('.acme.shop.Basket.Order');
    expect(file?.service[0]?.method[0]).toMatchObject({
      inputType: '.acme.shop.Basket',
      outputType: '.acme.shop.Order',
    });
  });

  it('leave the given descriptors and full names alone', () => {
    expect(SHOP.messageType[1]?.field[0]?.typeName).toBe('Order');
    expect(qualify([NOTES, ORDERS])).toEqual([NOTES, ORDERS]);
  });

  it('are understood where a method is looked up and a request is made', () => {
    const [whole] = qualify([SHOP]);
    whole?.messageType[1]?.field.splice(4);
    const files = whole === undefined ? [] : [whole];
    expect(findMethod([SHOP], 'acme.shop.Shop', 'Fill')?.input).toBe('acme.shop.Basket');
    expect(encodeJson(files, 'acme.shop.Basket', '{"far":{"id":"o-1"}}').ok).toBe(true);
  });
});
