/* Knots: garbage that Python's collector cannot see, because it knows of no nodes.

   What a node holds besides operands can hold the node in turn (see node.h). Before a
   full collection everything below such nodes is therefore gone through as the collector
   would: what has more references than come from among all that is alive, and so is what
   it refers to. The rest is garbage. The collector learns it from the Keeper, an object
   that claims to hold what the nodes among the garbage hold; it then sees by itself that
   nobody needs them, and calls finalizers and clears objects in its own order. What it
   has no means to untie, as operands that lead back to their node, is undone after it. */

/* Something found on the way, and how many references to it come from elsewhere. */
typedef struct {
    PyObject *object;
    Py_ssize_t outside;
} Found;

enum { ALIVE = -1 };

/* All that was found. The place of a node is its position; those of objects of Python
   are in a table by address. */
typedef struct {
    State *state;
    Found *found;
    Py_ssize_t count, room;
    Py_ssize_t *table; /* 1 + a place, 0 where there is none */
    Py_ssize_t mask, objects;
    Py_ssize_t *waiting; /* places of what is alive, to go on from */
    Py_ssize_t waiting_count;
    PyObject *globals, *builtins; /* of the function gone through: not followed */
} Search;

static int
is_node(const State *state, PyObject *x)
{
    return is_exact(x) || PyObject_TypeCheck(x, state->value_type);
}

static inline Py_ssize_t
place_of_address(const PyObject *x)
{
    uint64_t bits = (uint64_t)(uintptr_t)x;
    return (Py_ssize_t)((bits * 0x9E3779B97F4A7C15u) >> 33);
}

/* Where the table has an object, or would have it. */
static Py_ssize_t *
entry_of(const Search *search, const PyObject *x)
{
    Py_ssize_t place = place_of_address(x) & search->mask;
    while (search->table[place] && search->found[search->table[place] - 1].object != x) {
        place = (place + 1) & search->mask;
    }
    return &search->table[place];
}

/* The place of what was found; -1 for anything else. */
static Py_ssize_t
place_of(const Search *search, PyObject *x)
{
    if (is_node(search->state, x)) {
        Py_ssize_t place = ((Value *)x)->position;
        return place < search->count && search->found[place].object == x ? place : -1;
    }
    return search->table == NULL ? -1 : *entry_of(search, x) - 1;
}

static int
grow_table(Search *search)
{
    Py_ssize_t size = search->table == NULL ? 256 : 2 * (search->mask + 1);
    Py_ssize_t *table = PyMem_Calloc(size, sizeof(Py_ssize_t));
    if (table == NULL) {
        return -1;
    }
    PyMem_Free(search->table);
    search->table = table;
    search->mask = size - 1;
    for (Py_ssize_t i = 0; i < search->count; i++) {
        if (!is_node(search->state, search->found[i].object)) {
            *entry_of(search, search->found[i].object) = i + 1;
        }
    }
    return 0;
}

/* Add something that was not yet found; -1 without memory (and with no error set). */
static int
add_found(Search *search, PyObject *x)
{
    if (search->count == search->room) {
        Py_ssize_t room = search->room ? 2 * search->room : 256;
        Found *found = room < NOWHERE ? PyMem_Realloc(search->found, room * sizeof(Found))
                                      : NULL;
        if (found == NULL) {
            return -1;
        }
        search->found = found;
        search->room = room;
    }
    if (is_node(search->state, x)) {
        ((Value *)x)->position = (uint32_t)search->count;
    }
    else {
        if (2 * search->objects >= search->mask && grow_table(search) < 0) {
            return -1;
        }
        *entry_of(search, x) = search->count + 1;
        search->objects++;
    }
    search->found[search->count++] = (Found){x, Py_REFCNT(x)};
    return 0;
}

/* Go through what a node holds besides what a subclass adds. */
static int
visit_node(Value *node, visitproc visit, void *arg)
{
    Py_ssize_t count;
    Edge *edges = edges_of(node, &count);
    Extras *extras = extras_of(node);
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_VISIT(edges[i].operand);
    }
    if (extras != NULL) {
        Py_VISIT(extras->derivatives);
        Py_VISIT(extras->hooks);
    }
    return 0;
}

/* Go through what something holds; of a function, not the module it stands in. */
static int
visit_all(Search *search, PyObject *x, visitproc visit)
{
    int status = 0;
    search->globals = search->builtins = NULL;
    if (PyFunction_Check(x)) {
        search->globals = ((PyFunctionObject *)x)->func_globals;
        search->builtins = ((PyFunctionObject *)x)->func_builtins;
    }
    if (is_node(search->state, x)) {
        status = visit_node((Value *)x, visit, search);
    }
    if (status == 0 && PyObject_IS_GC(x)) {
        status = Py_TYPE(x)->tp_traverse(x, visit, search);
    }
    return status;
}

/* A reference from something found: it comes from no elsewhere. */
static int
count_reference(PyObject *x, void *arg)
{
    Search *search = arg;
    if (x == search->globals || x == search->builtins || PyModule_Check(x)
        || !(PyObject_IS_GC(x) || is_node(search->state, x))) {
        return 0;
    }
    Py_ssize_t place = place_of(search, x);
    if (place < 0) {
        place = search->count;
        if (add_found(search, x) < 0) {
            return -1;
        }
    }
    search->found[place].outside--;
    return 0;
}

static int
mark_alive(PyObject *x, void *arg)
{
    Search *search = arg;
    Py_ssize_t place = place_of(search, x);
    if (place >= 0 && search->found[place].outside != ALIVE) {
        search->found[place].outside = ALIVE;
        search->waiting[search->waiting_count++] = place;
    }
    return 0;
}

/* Begin with the instances of subclasses that have attributes. */
static int
add_instances(Search *search)
{
    PyObject *all = PyObject_CallNoArgs(search->state->get_objects);
    int status = all == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(all); i++) {
        PyObject *x = PyList_GET_ITEM(all, i);
        status = is_node(search->state, x) ? add_found(search, x) : 0;
    }
    for (Py_ssize_t i = 0; i < search->count; i++) {
        search->found[i].outside--; /* the list's reference */
    }
    Py_XDECREF(all);
    return status;
}

/* Begin with the nodes that have extras; not with those that are being freed. */
static int
add_extras(Search *search)
{
    Extras *end = &search->state->extras;
    for (Extras *extras = end->next; extras != end; extras = extras->next) {
        PyObject *x = (PyObject *)extras->node;
        if (Py_REFCNT(x) > 0 && place_of(search, x) < 0 && add_found(search, x) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Find everything, and what of it is alive. */
static int
search_all(Search *search)
{
    search->state->changes++; /* of the positions */
    if ((search->state->instances > 0 && add_instances(search) < 0)
        || add_extras(search) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < search->count; i++) {
        if (visit_all(search, search->found[i].object, count_reference) != 0) {
            return -1;
        }
    }
    search->waiting = PyMem_Malloc((search->count + 1) * sizeof(Py_ssize_t));
    if (search->waiting == NULL) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < search->count; i++) {
        if (search->found[i].outside > 0) {
            (void)mark_alive(search->found[i].object, search);
        }
        while (search->waiting_count > 0) {
            Py_ssize_t place = search->waiting[--search->waiting_count];
            (void)visit_all(search, search->found[place].object, mark_alive);
        }
    }
    return 0;
}

/* The nodes among the garbage, as a list; NULL when there are none. */
static PyObject *
nodes_of_garbage(State *state)
{
    Search search = {.state = state};
    PyObject *nodes = NULL;
    int failed = search_all(&search) < 0;
    for (Py_ssize_t i = 0; !failed && i < search.count; i++) {
        PyObject *x = search.found[i].object;
        if (search.found[i].outside != ALIVE && is_node(state, x)) {
            nodes = nodes == NULL ? PyList_New(0) : nodes;
            failed = nodes == NULL || PyList_Append(nodes, x) < 0;
        }
    }
    PyMem_Free(search.found);
    PyMem_Free(search.table);
    PyMem_Free(search.waiting);
    if (failed) {
        PyErr_Clear(); /* without memory, no knot is found this time */
        Py_CLEAR(nodes);
    }
    return nodes;
}

/* The Keeper: it has the nodes among the garbage in a list, and claims what they hold.
   It claims itself, too, so that it seems to belong to the garbage. */
typedef struct {
    PyObject_HEAD
    PyObject *nodes;
} Keeper;

static int
keeper_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyObject *nodes = ((Keeper *)self)->nodes;
    Py_VISIT(Py_TYPE(self));
    if (nodes == NULL) {
        return 0;
    }
    Py_VISIT(self);
    Py_VISIT(nodes);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(nodes); i++) {
        int status = visit_node((Value *)PyList_GET_ITEM(nodes, i), visit, arg);
        if (status != 0) {
            return status;
        }
    }
    return 0;
}

static int
keeper_clear(PyObject *self)
{
    Py_CLEAR(((Keeper *)self)->nodes);
    return 0;
}

static void
keeper_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)keeper_clear(self);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyType_Slot keeper_slots[] = {
    {Py_tp_dealloc, SLOT(keeper_dealloc)},
    {Py_tp_traverse, SLOT(keeper_traverse)},
    {Py_tp_clear, SLOT(keeper_clear)},
    {0, NULL},
};

static PyType_Spec keeper_spec = {
    .name = "autograd._native.Keeper",
    .basicsize = sizeof(Keeper),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = keeper_slots,
};

/* After a collection: undo what the collector could not untie. */
static void
untie_rest(State *state)
{
    PyObject *nodes = nodes_of_garbage(state);
    for (Py_ssize_t i = 0; nodes != NULL && i < PyList_GET_SIZE(nodes); i++) {
        forget(state, (Value *)PyList_GET_ITEM(nodes, i));
    }
    Py_XDECREF(nodes);
}

#define STATE_CAPSULE "autograd._native.State"
#define NO_CAPSULE "autograd._native.State, gone"

/* Called by Python before and after every collection, until the module goes. */
static PyObject *
on_collection(PyObject *capsule, PyObject *args)
{
    const char *phase;
    PyObject *info;
    if (!PyArg_ParseTuple(args, "sO!", &phase, &PyDict_Type, &info)) {
        return NULL;
    }
    PyObject *generation = PyDict_GetItemString(info, "generation");
    if (!PyCapsule_IsValid(capsule, STATE_CAPSULE) || generation == NULL
        || PyLong_AsLong(generation) != 2) {
        Py_RETURN_NONE;
    }
    State *state = PyCapsule_GetPointer(capsule, STATE_CAPSULE);
    Keeper *keeper = (Keeper *)state->keeper;
    int is_start = strcmp(phase, "start") == 0;
    if (is_start && (state->instances > 0 || state->extras.next != &state->extras)) {
        Py_XSETREF(keeper->nodes, nodes_of_garbage(state));
        state->has_knots = keeper->nodes != NULL;
    }
    else if (state->has_knots) {
        state->has_knots = 0;
        Py_CLEAR(keeper->nodes);
        untie_rest(state);
    }
    Py_RETURN_NONE;
}

static PyMethodDef on_collection_method = {"on_collection", on_collection, METH_VARARGS,
                                           NULL};

/* Have Python call before and after collections; -1 with an error. */
static int
begin_collecting(State *state, PyObject *keeper_type)
{
    Keeper *keeper = PyObject_GC_New(Keeper, (PyTypeObject *)keeper_type);
    if (keeper == NULL) {
        return -1;
    }
    keeper->nodes = NULL;
    PyObject_GC_Track(keeper);
    state->keeper = (PyObject *)keeper;
    PyObject *capsule = PyCapsule_New(state, STATE_CAPSULE, NULL);
    if (capsule != NULL) {
        state->callback = PyCFunction_New(&on_collection_method, capsule);
        Py_DECREF(capsule);
    }
    return state->callback == NULL
               ? -1
               : PyList_Append(state->callbacks, state->callback);
}

/* The module goes: Python calls no more, or finds no state where it still does. */
static void
end_collecting(State *state)
{
    if (state->callback != NULL) {
        (void)PyCapsule_SetName(PyCFunction_GET_SELF(state->callback), NO_CAPSULE);
        for (Py_ssize_t i = PyList_GET_SIZE(state->callbacks); i-- > 0;) {
            if (PyList_GET_ITEM(state->callbacks, i) == state->callback
                && PyList_SetSlice(state->callbacks, i, i + 1, NULL) < 0) {
                PyErr_Clear();
            }
        }
    }
    Py_CLEAR(state->callback);
    Py_CLEAR(state->callbacks);
    Py_CLEAR(state->keeper);
}
