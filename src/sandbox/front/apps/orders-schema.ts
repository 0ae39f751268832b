/** The messages and methods of `acme.orders.v1.Orders`. */
import type { fromJSON } from '@grpc/proto-loader';

const string = (id: number) => ({ type: 'string', id });
/** In protobufjs' JSON: compiled programs carry no .proto files along. */
export const ORDERS: Parameters<typeof fromJSON>[0] = {
  nested: {
    acme: {
      nested: {
        orders: {
          nested: {
            v1: {
              nested: {
                Orders: {
                  methods: {
                    List: { requestType: 'ListRequest', responseType: 'ListResponse', comment: '' },
                    Get: { requestType: 'GetRequest', responseType: 'Order', comment: '' },
                    Watch: {
                      requestType: 'WatchRequest',
                      responseType: 'Order',
                      responseStream: true,
                      comment: '',
                    },
                  },
                },
                ListRequest: { fields: { customer: string(1), pageSize: { type: 'int32', id: 2 } } },
                ListResponse: { fields: { orders: { rule: 'repeated', type: 'Order', id: 1 } } },
                GetRequest: { fields: { id: string(1) } },
                WatchRequest: { fields: { customer: string(1) } },
                Order: {
                  fields: {
                    id: string(1),
                    customer: string(2),
                    cents: { type: 'int64', id: 3 },
                    state: string(4),
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};
