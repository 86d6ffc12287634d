/* The topological order of the graph below a node.

   Nodes in topological order. A node is in it when the place that it remembers holds
   it: nothing needs to be cleared before or after. Behind the order, from the end of the
   room on down, is the stack of the search: a node goes from the one to the other. */
typedef struct {
    Value **nodes;
    Py_ssize_t count;
    Py_ssize_t room;
    Py_ssize_t operands; /* of all nodes together */
    int has_extras;      /* whether Python has to differentiate it */
} Order;

enum { MOST_SPARE_ROOM = 1 << 20 };

/* How far ahead of a pass memory is fetched: in bytes below a node, where its operands'
   operands are likely to be; and in nodes of an order. */
enum { AHEAD = 2560, SOON = 16 };

#if defined(__GNUC__) && !defined(STANDARD_C)
#define PREFETCH(address) __builtin_prefetch((const void *)(address))
#else
#define PREFETCH(address) ((void)(address))
#endif

/* A marked entry: a node whose operands lie above it on the stack. */
static inline Value *
marked(Value *node)
{
    return (Value *)((uintptr_t)node | 1);
}

static inline int
is_marked(const Value *entry)
{
    return (uintptr_t)entry & 1;
}

static inline Value *
unmarked(Value *entry)
{
    return (Value *)((uintptr_t)entry & ~(uintptr_t)1);
}

/* Whether a node is among the first count ones of an order. */
static inline int
is_among(Value *const *nodes, Py_ssize_t count, const Value *node)
{
    return node->position < count && nodes[node->position] == node;
}

static void
free_room(Value **nodes, Py_ssize_t room)
{
    if (room > MOST_SPARE_ROOM) {
        to_system(nodes, room * sizeof(Value *));
    }
    else {
        PyMem_Free(nodes);
    }
}

/* A node cannot lie above itself on the stack, unless someone has assigned operands that
   make a cycle; the search would never end. */
static int
has_cycle(Value *const *entries, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        if (is_marked(entries[i])) {
            unmarked(entries[i])->position = (uint32_t)i;
        }
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (is_marked(entries[i]) && unmarked(entries[i])->position != (uint32_t)i) {
            PyErr_SetString(PyExc_ValueError, "a Value is an operand of itself");
            return 1;
        }
    }
    return 0;
}

/* Twice the room for the first count nodes and the stack from *top on, or what is needed
   between them. Much room comes straight from the system, and is not doubled time and
   again but made to hold all nodes there are: what of it is not used costs nothing. */
static int
grow(State *state, Order *order, Py_ssize_t count, Py_ssize_t *top, Py_ssize_t needed)
{
    Py_ssize_t stacked = order->room - *top, nodes = state->arenas * ARENA_NODES;
    Py_ssize_t more = order->room < 256 ? 256 : order->room * 2;
    int64_t most = Py_MIN((int64_t)UINT32_MAX, PY_SSIZE_T_MAX / (int64_t)sizeof(Value *));
    Value **found;
    if (state->reassigned && has_cycle(order->nodes + *top, stacked)) {
        return -1;
    }
    nodes += nodes / 16;
    more = Py_MAX(more, count + stacked + needed);
    more = more > MOST_SPARE_ROOM ? Py_MAX(more, nodes) : more;
    more = more > most ? (Py_ssize_t)most : more;
    if (more < count + stacked + needed) {
        PyErr_SetString(PyExc_OverflowError, "more than 4,294,967,295 nodes");
        return -1;
    }
    found = more > MOST_SPARE_ROOM ? from_system(more * sizeof(Value *))
                                   : PyMem_Malloc(more * sizeof(Value *));
    if (found == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    if (order->nodes != NULL) {
        memcpy(found, order->nodes, count * sizeof(Value *));
        memcpy(found + more - stacked, order->nodes + *top, stacked * sizeof(Value *));
        free_room(order->nodes, order->room);
    }
    order->nodes = found;
    order->room = more;
    *top = more - stacked;
    return 0;
}

/* An operand that is not in the order comes next; what was to come next before it goes
   onto the stack, whose top this returns. */
static inline Py_ssize_t
put(Value **nodes, Py_ssize_t count, Py_ssize_t top, Value *operand, Value **next)
{
    if (operand != NULL && !is_among(nodes, count, operand)) {
        nodes[top - 1] = *next;
        top -= *next != NULL;
        *next = operand;
    }
    return top;
}

static inline int
needs_python(const Extras *extras)
{
    return extras != NULL
           && (extras->derivatives != NULL
               || (extras->hooks != NULL && PyDict_GET_SIZE(extras->hooks) > 0));
}

/* One walk over everything below the entries of the stack, as topological_order() of
   autograd.backward walks. 1: done; 0: interrupted, and to be begun anew; -1: error. */
static int
walk(State *state, Order *order, Py_ssize_t top, int heeds_signals)
{
    uint64_t changes = ++state->changes;
    /* copies stay in registers */
    Value **nodes = order->nodes;
    Py_ssize_t room = order->room, count = 0, all_operands = 0;
    while (top < room) {
        Value *node = nodes[top++];
        if (is_marked(node)) {
            node = unmarked(node);
        }
        else if (is_among(nodes, count, node)) {
            continue;
        }
        else { /* down to a node whose operands are all in the order */
            for (;;) {
                Py_ssize_t operands;
                Edge *edges = edges_of(node, &operands);
                Value *next = NULL;
                PREFETCH((uintptr_t)node - AHEAD);
                if (top - count <= operands) {
                    if (grow(state, order, count, &top, operands + 1) < 0) {
                        return -1;
                    }
                    nodes = order->nodes;
                    room = order->room;
                }
                Py_ssize_t above = top - 1;
                nodes[above] = marked(node);
                if (operands == 2) { /* as most do: a loop takes longer */
                    above = put(nodes, count, above, edges[1].operand, &next);
                    above = put(nodes, count, above, edges[0].operand, &next);
                }
                else {
                    for (Py_ssize_t i = operands; i-- > 0;) {
                        above = put(nodes, count, above, edges[i].operand, &next);
                    }
                }
                all_operands += operands;
                if (node->flags & HAS_DETAILS && needs_python(node->details->extras)) {
                    order->has_extras = 1;
                }
                if (next == NULL) {
                    break;
                }
                node = next;
                top = above;
            }
        }
        node->position = (uint32_t)count;
        nodes[count++] = node;
        if ((count & 0xffff) == 0 && heeds_signals) {
            if (PyErr_CheckSignals() < 0) {
                return -1;
            }
            if (state->changes != changes) {
                return 0; /* a signal's handler sorted or changed a graph */
            }
        }
    }
    order->count = count;
    order->operands = all_operands;
    return 1;
}

/* What a sort worked with is kept for the next one, unless it is large. */
static void
free_order(State *state, Order *order)
{
    if (state->nodes == NULL && order->room <= MOST_SPARE_ROOM) {
        state->nodes = order->nodes;
        state->room = order->room;
    }
    else {
        free_room(order->nodes, order->room);
    }
}

/* Fill the order with everything below the results; nothing runs between the end of
   this and whatever reads the positions next, or the positions would not be its own. */
static int
sort_below(State *state, PyObject *const *results, Py_ssize_t count, Order *order)
{
    int done = 0, heeds_signals = 1;
    *order = (Order){state->nodes, 0, state->room, 0, 0};
    state->nodes = NULL; /* taken: another sort may come between */
    state->room = 0;
    while (done == 0) {
        Py_ssize_t top = order->room;
        order->has_extras = 0;
        if (top < count && grow(state, order, 0, &top, count) < 0) {
            done = -1;
            break;
        }
        for (Py_ssize_t i = count; i-- > 0;) {
            order->nodes[--top] = (Value *)results[i];
        }
        done = walk(state, order, top, heeds_signals);
        heeds_signals = 0; /* or it might begin anew for ever */
    }
    if (done < 0) {
        free_order(state, order);
        return -1;
    }
    return 0;
}
