export interface paths {
    "/api/orders/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Changes
         * @description What the caller may see and what has changed of it, with tombstones for what is not theirs any more.
         *
         *     Without a cursor: what changed within 90 days, in pages, beginning with `reset`. Every change comes at least once.
         */
        get: operations["read_changes_api_orders_v1_changes_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/changes/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream Changes
         * @description The same as server-sent events with kind, id and version, without the rows; without a cursor: from now on.
         *
         *     `id` is a cursor for `/changes` as well. `reset`: the cursor does not fit any more, ask there without one.
         */
        get: operations["stream_changes_api_orders_v1_changes_stream_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/commands/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Command
         * @description What became of a command that the caller gave: whether it arrived, and the version to go on from.
         */
        get: operations["get_command_api_orders_v1_commands__key__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/operations/parked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Parked
         * @description Aggregates whose events wait because one of them could not be taken, oldest first.
         */
        get: operations["parked_api_orders_v1_operations_parked_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/operations/parked/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay Parked
         * @description Try an aggregate's parked events again, in order; the consumer takes them within a second.
         */
        post: operations["replay_parked_api_orders_v1_operations_parked_replay_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/operations/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Positions
         * @description The log's newest position and how far each reader has come.
         */
        get: operations["positions_api_orders_v1_operations_positions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/operations/views/{view}/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rebuild View
         * @description Build a view from the log beside the present one, then swap; reads go on meanwhile.
         */
        post: operations["rebuild_view_api_orders_v1_operations_views__view__rebuild_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Orders
         * @description Orders in the caller's scope; sort by placed_at, promised_on, amount, number or delivered_at.
         */
        get: operations["list_orders_api_orders_v1_orders_get"];
        put?: never;
        /**
         * Place Order
         * @description Place an order of one's own, which no opportunity led to.
         */
        post: operations["place_order_api_orders_v1_orders_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Order
         * @description An order with lines, progress and invoices, as it is or as it was.
         */
        get: operations["get_order_api_orders_v1_orders__order_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/orders/{order_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Order
         * @description The order will not be fulfilled. Not after delivery.
         */
        post: operations["cancel_order_api_orders_v1_orders__order_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/orders/{order_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Order
         * @description Make the order binding; production and finance hear of it.
         */
        post: operations["confirm_order_api_orders_v1_orders__order_id__confirm_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/orders/{order_id}/deliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver Order
         * @description The customer has the goods; they can be installed.
         */
        post: operations["deliver_order_api_orders_v1_orders__order_id__deliver_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/v1/orders/{order_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Order History
         * @description Everything that happened to an order, oldest first.
         */
        get: operations["order_history_api_orders_v1_orders__order_id__history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live
         * @description The process answers.
         */
        get: operations["live_health_live_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ready
         * @description The process can serve: everything it needs answers.
         */
        get: operations["ready_health_ready_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * CancelOrder
         * @description The order will not be fulfilled.
         */
        CancelOrder: {
            /** Reason */
            reason: string;
        };
        /**
         * Changed
         * @description The id of the order that the command was about.
         */
        Changed: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * ChangesPage
         * @description Some changes, and where to go on.
         */
        ChangesPage: {
            /** Changes */
            changes: components["schemas"]["OrderDetailChange"][];
            /** Cursor */
            cursor: string;
            /**
             * More
             * @description There is more already: ask again at once.
             */
            more: boolean;
            /**
             * Reset
             * @description Forget everything of these kinds before the changes are taken.
             */
            reset: string[];
        };
        /**
         * CommandView
         * @description What became of a command of the caller: the aggregate that it changed, with the version that came of it.
         */
        CommandView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Key */
            key: string;
            /** Position */
            position: number;
            /** Version */
            version: number;
        };
        /**
         * ConfirmOrder
         * @description Make an order binding for production and finance.
         */
        ConfirmOrder: {
            /** Promised On */
            promised_on?: string | null;
        };
        /**
         * CustomerRef
         * @description Who buys: the name always, the identity once master data knows them.
         */
        CustomerRef: {
            /** Contact */
            contact?: string | null;
            /** Customer Id */
            customer_id?: string | null;
            /** Email */
            email?: string | null;
            /** Name */
            name: string;
            /** Phone */
            phone?: string | null;
        };
        /**
         * DeliverOrder
         * @description The customer has the goods.
         */
        DeliverOrder: {
            /** Address */
            address?: string | null;
            /**
             * Delivered At
             * @description Now, when left out.
             */
            delivered_at?: string | null;
        };
        /**
         * FieldProblem
         * @description One member of the request that is at fault: `pointer` into the body, or a `parameter` and where it was.
         */
        FieldProblem: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * In
             * @default null
             */
            in?: ("query" | "path" | "header" | "cookie") | null;
            /**
             * Parameter
             * @default null
             */
            parameter?: string | null;
            /**
             * Pointer
             * @default null
             */
            pointer?: string | null;
        };
        /**
         * Health
         * @description How the process is.
         */
        Health: {
            /**
             * Checks
             * @default {}
             */
            checks?: {
                [key: string]: boolean;
            };
            /** Status */
            status: string;
        };
        /**
         * HistoryEntry
         * @description One event in the life of an aggregate.
         */
        HistoryEntry: {
            /** Actor */
            actor: string;
            /**
             * Aggregate Id
             * Format: uuid
             */
            aggregate_id: string;
            /** Content */
            content: {
                [key: string]: unknown;
            };
            /** Event */
            event: string;
            /**
             * Occurred At
             * Format: date-time
             */
            occurred_at: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            /** Version */
            version: number;
        };
        /**
         * InvoiceItem
         * @description One invoice that finance wrote.
         */
        InvoiceItem: {
            amount: components["schemas"]["Money"];
            /**
             * Invoiced At
             * Format: date-time
             */
            invoiced_at: string;
            /** Number */
            number: string;
        };
        /**
         * Line
         * @description One product with quantity and price.
         */
        Line: {
            /** Name */
            name: string;
            /** Product Id */
            product_id: string;
            /**
             * Quantity
             * @example 2
             */
            quantity: string;
            /**
             * Unit
             * @default pcs
             */
            unit?: string;
            /** Price */
            unit_price: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            };
        };
        /**
         * LineItem
         * @description One line with what it costs.
         */
        LineItem: {
            amount: components["schemas"]["Money"];
            /** Name */
            name: string;
            /** Product Id */
            product_id: string;
            /** Quantity */
            quantity: string;
            /** Unit */
            unit: string;
            unit_price: components["schemas"]["Money"];
        };
        /**
         * Money
         * @description An exact amount in one currency, with at most 4 decimals and always at least those its currency has.
         */
        Money: {
            /**
             * Amount
             * @example 1200.50
             */
            amount: string;
            /**
             * Currency
             * @description ISO 4217
             * @example CNY
             */
            currency: string;
        };
        /**
         * OrderDetail
         * @description An order with everything that is known of it. `steps` are those it can take now.
         */
        OrderDetail: {
            /** Address */
            address: string | null;
            amount: components["schemas"]["Money"];
            /** Cancelled At */
            cancelled_at: string | null;
            /** Confirmed At */
            confirmed_at: string | null;
            /** Contact */
            contact: string | null;
            /** Customer */
            customer: string;
            /** Customer Id */
            customer_id: string | null;
            /** Delivered At */
            delivered_at: string | null;
            /** Email */
            email: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Invoiced */
            invoiced: boolean;
            invoiced_amount: components["schemas"]["Money"];
            /** Invoices */
            invoices: components["schemas"]["InvoiceItem"][];
            /** Lines */
            lines: components["schemas"]["LineItem"][];
            /** Number */
            number: string;
            /** Opportunity Id */
            opportunity_id: string | null;
            /** Owner Id */
            owner_id: string;
            /** Phone */
            phone: string | null;
            /**
             * Placed At
             * Format: date-time
             */
            placed_at: string;
            /** Progress At */
            progress_at: string | null;
            /** Progress Percent */
            progress_percent: number | null;
            /** Progress Stage */
            progress_stage: string | null;
            /** Promised On */
            promised_on: string | null;
            /** Reason */
            reason: string | null;
            /** Region */
            region: string | null;
            state: components["schemas"]["OrderState"];
            /** Steps */
            steps: string[];
            /** Team */
            team: string | null;
            /** Version */
            version: number;
        };
        /**
         * OrderDetailChange
         * @description A row of kind `order` as it is now; null: it is not the caller's to see any more.
         */
        OrderDetailChange: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @constant
             */
            kind: "order";
            row: components["schemas"]["OrderDetail"] | null;
            /** Version */
            version: number;
        };
        /**
         * OrderItem
         * @description An order in a list. `invoiced` tells that the whole amount is.
         */
        OrderItem: {
            amount: components["schemas"]["Money"];
            /** Customer */
            customer: string;
            /** Customer Id */
            customer_id: string | null;
            /** Delivered At */
            delivered_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Invoiced */
            invoiced: boolean;
            /** Number */
            number: string;
            /** Opportunity Id */
            opportunity_id: string | null;
            /** Owner Id */
            owner_id: string;
            /**
             * Placed At
             * Format: date-time
             */
            placed_at: string;
            /** Progress Percent */
            progress_percent: number | null;
            /** Promised On */
            promised_on: string | null;
            /** Region */
            region: string | null;
            state: components["schemas"]["OrderState"];
            /** Team */
            team: string | null;
            /** Version */
            version: number;
        };
        /**
         * OrderState
         * @enum {string}
         */
        OrderState: "placed" | "confirmed" | "in_production" | "delivered" | "cancelled";
        /** Page[OrderItem] */
        Page_OrderItem_: {
            /** Items */
            items: components["schemas"]["OrderItem"][];
            /** Next */
            next?: string | null;
        };
        /**
         * ParkedAggregate
         * @description Events of one aggregate that a consumer could not take.
         */
        ParkedAggregate: {
            /** Aggregate Id */
            aggregate_id: string;
            /** Consumer */
            consumer: string;
            /** Error */
            error: string | null;
            /** Events */
            events: number;
            /** First Position */
            first_position: number;
            /**
             * Parked At
             * Format: date-time
             */
            parked_at: string;
            /** Source */
            source: string;
        };
        /**
         * PlaceOrder
         * @description Place an order that belongs to the caller, with lines, or with an amount as quoted. The client may choose the id.
         */
        PlaceOrder: {
            /** @description The sum of the lines, where there are lines. */
            amount?: {
                /** @example 1200.50 */
                amount: string;
                /**
                 * @description ISO 4217
                 * @example CNY
                 */
                currency: string;
            } | null;
            customer: components["schemas"]["CustomerRef"];
            /** Id */
            id?: string | null;
            /**
             * Lines
             * @default []
             */
            lines?: components["schemas"]["Line"][];
        };
        /**
         * Placed
         * @description The order that was placed.
         */
        Placed: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Number */
            number: string;
        };
        /**
         * Position
         * @description How far one reader has come.
         */
        Position: {
            /** Name */
            name: string;
            /** Position */
            position: number;
        };
        /**
         * Positions
         * @description The newest position of the log, and where its readers are.
         */
        Positions: {
            /** Log */
            log: number;
            /** Readers */
            readers: components["schemas"]["Position"][];
        };
        /**
         * Problem
         * @description Problem details (RFC 9457).
         */
        Problem: {
            /** Code */
            code: string;
            /**
             * Detail
             * @default null
             */
            detail?: string | null;
            /**
             * Errors
             * @default null
             */
            errors?: components["schemas"]["FieldProblem"][] | null;
            /** Instance */
            instance: string;
            /**
             * Params
             * @default null
             */
            params?: {
                [key: string]: unknown;
            } | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * Rebuilt
         * @description Up to which log position a view was built anew.
         */
        Rebuilt: {
            /** Position */
            position: number;
            /** View */
            view: string;
        };
        /**
         * ReplayParked
         * @description Which parked aggregate to try again.
         */
        ReplayParked: {
            /** Aggregate Id */
            aggregate_id: string;
            /** Consumer */
            consumer: string;
            /** Source */
            source: string;
        };
        /**
         * Replayed
         * @description How many events were blocked and are now tried again.
         */
        Replayed: {
            /** Unblocked */
            unblocked: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    read_changes_api_orders_v1_changes_get: {
        parameters: {
            query?: {
                /** @description Of the answer before; none: everything is told anew. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangesPage"];
                };
            };
        };
    };
    stream_changes_api_orders_v1_changes_stream_get: {
        parameters: {
            query?: {
                /** @description Of the answer before; none: everything is told anew. */
                cursor?: string;
                /** @description How long to stay. */
                seconds?: number;
            };
            header?: {
                /** @description As clients send it when they connect again; wins over `cursor`. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    get_command_api_orders_v1_commands__key__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its `Idempotency-Key`. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandView"];
                };
            };
        };
    };
    parked_api_orders_v1_operations_parked_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedAggregate"][];
                };
            };
        };
    };
    replay_parked_api_orders_v1_operations_parked_replay_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayParked"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
        };
    };
    positions_api_orders_v1_operations_positions_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Positions"];
                };
            };
        };
    };
    rebuild_view_api_orders_v1_operations_views__view__rebuild_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                view: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rebuilt"];
                };
            };
        };
    };
    list_orders_api_orders_v1_orders_get: {
        parameters: {
            query?: {
                state?: components["schemas"]["OrderState"] | null;
                owner?: string | null;
                /** @description The customer's id in master data. */
                customer?: string | null;
                opportunity?: string | null;
                /** @description Whether the whole amount is invoiced. */
                invoiced?: boolean | null;
                /** @description Part of the number or the customer's name. */
                q?: string | null;
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
                /** @description Rows per page. */
                limit?: number;
                /** @description `next` of the page before; opaque. */
                cursor?: string;
                /** @description Fields, each with `-` for descending: `-score,name`. */
                sort?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OrderItem_"];
                };
            };
        };
    };
    place_order_api_orders_v1_orders_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceOrder"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Placed"];
                };
            };
        };
    };
    get_order_api_orders_v1_orders__order_id__get: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderDetail"];
                };
            };
        };
    };
    cancel_order_api_orders_v1_orders__order_id__cancel_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelOrder"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    confirm_order_api_orders_v1_orders__order_id__confirm_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmOrder"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    deliver_order_api_orders_v1_orders__order_id__deliver_post: {
        parameters: {
            query?: never;
            header?: {
                /** @description Chosen by the client, one per command; sending it again gives the first answer again. */
                "idempotency-key"?: string;
                /** @description The `ETag` the command is based on. */
                "if-match"?: string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliverOrder"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for `If-Match`. */
                    ETag?: string;
                    /** @description The log position, for `min_position`. */
                    "X-Position"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
        };
    };
    order_history_api_orders_v1_orders__order_id__history_get: {
        parameters: {
            query?: {
                /** @description Answer as it was recorded then; with time zone, not in the future. */
                as_of?: string;
                /** @description Wait until this log position (an answer's `X-Position`) is visible, at most 2 s. */
                min_position?: number;
            };
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryEntry"][];
                };
            };
        };
    };
    live_health_live_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    ready_health_ready_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
}
