/* The graph below a node: its topological order and the backward pass. */

/* Nodes in topological order. A node is in it when the place that it remembers holds
   it: nothing needs to be cleared before or after. */
typedef struct Place {
    Value *node;
    double adjoint; /* for the backward pass: 0 so far */
} Place;

typedef struct {
    Place *places;
    Py_ssize_t count;
    Py_ssize_t room;
    Py_ssize_t operands; /* of all nodes together */
    int lazy;            /* whether a node computes its derivatives only when asked */
} Order;

typedef struct {
    Value **entries;
    Py_ssize_t count;
    Py_ssize_t room;
} Stack;

enum { MOST_SPARE_ROOM = 1 << 18 };

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

/* Whether a node is in one of the places of an order, of which there are count. */
static inline int
is_among(const Place *places, Py_ssize_t count, const Value *node)
{
    return node->position < count && places[node->position].node == node;
}

static inline int
is_ordered(const Order *order, const Value *node)
{
    return is_among(order->places, order->count, node);
}

static void
free_items(void *items, size_t size, Py_ssize_t room)
{
    if (room > MOST_SPARE_ROOM) {
        to_system(items, room * size);
    }
    else {
        PyMem_Free(items);
    }
}

/* The same items with twice the room or more; NULL without memory. Large memory comes
   straight from the system, and is not doubled time and again but made to hold, if need
   be, as many items as there are nodes: what of it is not used costs nothing. */
static void *
grown(State *state, void *items, size_t size, Py_ssize_t *room, Py_ssize_t needed)
{
    Py_ssize_t more = *room < 256 ? 256 : *room * 2, nodes = state->arenas * ARENA_NODES;
    void *found = NULL;
    more = more < needed ? needed : more;
    more = more > MOST_SPARE_ROOM && more < nodes ? nodes : more;
    if ((size_t)more > PY_SSIZE_T_MAX / size) {
        found = NULL;
    }
    else if (more > MOST_SPARE_ROOM) {
        found = from_system(more * size);
        if (found != NULL && items != NULL) {
            memcpy(found, items, *room * size);
            free_items(items, size, *room);
        }
    }
    else {
        found = PyMem_Realloc(items, more * size);
    }
    if (found == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    *room = more;
    return found;
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

static int
grow_stack(State *state, Stack *stack, Py_ssize_t count, Py_ssize_t needed)
{
    Value **found = NULL;
    if (!has_cycle(stack->entries, count)) {
        found = grown(state, stack->entries, sizeof(Value *), &stack->room, needed);
    }
    stack->entries = found == NULL ? stack->entries : found;
    return found == NULL ? -1 : 0;
}

static int
grow_order(State *state, Order *order)
{
    Place *found = NULL;
    if (order->room >= (Py_ssize_t)UINT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "more than 4,294,967,295 nodes");
    }
    else {
        found = grown(state, order->places, sizeof(Place), &order->room, 0);
    }
    order->places = found == NULL ? order->places : found;
    return found == NULL ? -1 : 0;
}

/* One walk over everything below the entries of the stack, as topological_order() of
   autograd.backward walks. 1: done; 0: interrupted, and to be begun anew; -1: error. */
static int
walk(State *state, Stack *stack, Order *order)
{
    uint64_t changes = ++state->changes;
    /* copies stay in registers */
    Value **entries = stack->entries;
    Place *places = order->places;
    Py_ssize_t top = stack->count, count = 0;
    while (top > 0) {
        Value *node = entries[--top];
        if (is_marked(node)) {
            node = unmarked(node);
        }
        else if (is_among(places, count, node)) {
            continue;
        }
        else { /* down to a node whose operands are all in the order */
            for (;;) {
                Py_ssize_t operands;
                Edge *edges = edges_of(node, &operands);
                Value *next = NULL;
                if (stack->room - top <= operands) {
                    if (grow_stack(state, stack, top, top + operands + 1) < 0) {
                        return -1;
                    }
                    entries = stack->entries;
                }
                entries[top] = marked(node);
                Py_ssize_t above = top + 1;
                for (Py_ssize_t i = operands; i-- > 0;) {
                    Value *operand = edges[i].operand;
                    if (operand != NULL && !is_among(places, count, operand)) {
                        entries[above] = next;
                        above += next != NULL;
                        next = operand;
                    }
                }
                order->operands += operands;
                order->lazy |= lazy_derivatives(node) != NULL;
                if (next == NULL) {
                    break;
                }
                node = next;
                top = above;
            }
        }
        if (count == order->room) {
            if (grow_order(state, order) < 0) {
                return -1;
            }
            places = order->places;
        }
        node->position = (uint32_t)count;
        places[count++] = (Place){node, 0.0};
        if ((count & 0xffff) == 0) {
            if (PyErr_CheckSignals() < 0) {
                return -1;
            }
            if (state->changes != changes) {
                return 0; /* a signal's handler sorted or changed a graph */
            }
        }
    }
    order->count = count;
    return 1;
}

/* What a sort worked with is kept for the next one, unless it is large. */
static void
free_order(State *state, Order *order)
{
    if (state->places == NULL && order->room <= MOST_SPARE_ROOM) {
        state->places = order->places;
        state->places_room = order->room;
    }
    else {
        free_items(order->places, sizeof(Place), order->room);
    }
}

static void
free_stack(State *state, Stack *stack)
{
    if (state->entries == NULL && stack->room <= MOST_SPARE_ROOM) {
        state->entries = stack->entries;
        state->entries_room = stack->room;
    }
    else {
        free_items(stack->entries, sizeof(Value *), stack->room);
    }
}

/* Fill the order with everything below the results; nothing runs between the end of
   this and whatever reads the positions next, or the positions would not be its own. */
static int
sort_below(State *state, PyObject *const *results, Py_ssize_t count, Order *order)
{
    Stack stack = {state->entries, 0, state->entries_room};
    int done = 0;
    *order = (Order){state->places, 0, state->places_room, 0, 0};
    state->entries = NULL; /* taken: another sort may come between */
    state->places = NULL;
    state->entries_room = state->places_room = 0;
    if (stack.room < count && grow_stack(state, &stack, 0, count) < 0) {
        done = -1;
    }
    while (done == 0) {
        order->count = stack.count = 0;
        order->operands = order->lazy = 0;
        for (Py_ssize_t i = count; i-- > 0;) {
            stack.entries[stack.count++] = (Value *)results[i];
        }
        done = walk(state, &stack, order);
    }
    free_stack(state, &stack);
    if (done < 0) {
        free_order(state, order);
        return -1;
    }
    return 0;
}

/* The backward pass over an order, from its last node. Adjoints are summed apart from
   the nodes, and nothing can fail: a pass leaves all of its gradients. */
static void
sweep(Order *order, double seed)
{
    Place *places = order->places;
    places[order->count - 1].adjoint = seed;
    for (Py_ssize_t i = order->count; i-- > 0;) {
        Value *node = places[i].node;
        double adjoint = places[i].adjoint;
        Py_ssize_t operands;
        Edge *edges = edges_of(node, &operands);
        node->flags |= HAS_GRAD;
        /* adding 0 turns a grad of -0 into 0, as `grad or 0.0` does */
        node->grad = operands > 0 ? adjoint : (node->grad + 0.0) + adjoint;
        for (Py_ssize_t k = 0; k < operands; k++) {
            if (edges[k].operand != NULL) {
                places[edges[k].operand->position].adjoint += adjoint * edges[k].number;
            }
        }
    }
}

/* Whether a node of the order is in a list (or none at all is given). */
static int
any_ordered(const Order *order, PyObject *hooked)
{
    for (Py_ssize_t i = 0; hooked != NULL && i < PyList_GET_SIZE(hooked); i++) {
        if (is_ordered(order, (Value *)PyList_GET_ITEM(hooked, i))) {
            return 1;
        }
    }
    return 0;
}

/* The Values that have hooks, as a list; NULL when there are none, or with an error. */
static PyObject *
hooked_values(State *state)
{
    if (PyDict_GET_SIZE(state->hooks) == 0) {
        return NULL;
    }
    PyObject *all = PySequence_List(state->python_hooks);
    PyObject *mine = all == NULL ? NULL : PyList_New(0);
    for (Py_ssize_t i = 0; mine != NULL && i < PyList_GET_SIZE(all); i++) {
        PyObject *node = PyList_GET_ITEM(all, i);
        if (is_value(state, node) && PyList_Append(mine, node) < 0) {
            Py_CLEAR(mine);
        }
    }
    Py_XDECREF(all);
    return mine;
}

/* 1: done; 0: Python has to do it, for hooks, observers or lazy derivatives. */
static int
backward(State *state, PyObject *result, double seed)
{
    Order order;
    int mode = mode_of(state);
    if (mode == FAILED || mode & OBSERVED) {
        return mode == FAILED ? -1 : 0;
    }
    PyObject *hooked = hooked_values(state);
    if (hooked == NULL && PyErr_Occurred()) {
        return -1;
    }
    int done = sort_below(state, &result, 1, &order);
    if (done == 0) {
        done = !order.lazy && !any_ordered(&order, hooked);
        if (done) {
            sweep(&order, seed);
        }
        free_order(state, &order);
    }
    Py_XDECREF(hooked);
    return done;
}

static PyObject *
value_backward(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *names)
{
    State *state = state_of(self);
    double seed = 1.0;
    Py_ssize_t named = names == NULL ? 0 : PyTuple_GET_SIZE(names);
    if (state == NULL || state->recording == NULL) {
        return gone();
    }
    if (named == 1 && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(names, 0), "seed")) {
        return PyErr_Format(PyExc_TypeError,
                            "Value.backward() got an unexpected keyword argument '%U'",
                            PyTuple_GET_ITEM(names, 0));
    }
    if (nargs + named > 1) {
        return PyErr_Format(PyExc_TypeError,
                            "Value.backward() takes 1 to 2 arguments but %zd were given",
                            nargs + named + 1);
    }
    PyObject *given = nargs + named == 1 ? args[0] : NULL;
    if (given != NULL && read_number(state, given, "backward()", &seed) < 0) {
        return NULL;
    }
    int done = backward(state, self, seed);
    if (done == 0) {
        return PyObject_CallFunction(state->python_backward, "Od", self, seed);
    }
    if (done < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}
