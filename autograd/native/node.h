/* A Value in memory: what it holds, how it is made, found and freed.

   A node owns its operands, and operands are older than what is made of them: the graph
   has no cycles, so reference counts free all of it, and the cyclic collector need not
   know of a node. A few things can tie a knot around that: attributes of an instance of
   a subclass, hooks, derivatives that are recomputed by a function, and operands that
   were assigned later. cycles.h finds such knots. */

typedef struct Value Value;

/* An operand and the derivative by it; or, without a Value, the plain number it is. */
typedef struct {
    Value *operand;
    double number;
} Edge;

/* What hardly any node has. All that have it are in a ring: what stands here can hold
   the node in turn, and cycles.h looks for such knots. */
typedef struct Extras Extras;

struct Extras {
    Extras *next, *previous;
    Value *node;
    PyObject *derivatives; /* an object that computes them whenever they are asked for */
    PyObject *hooks;       /* of autograd.backward, a dictionary */
};

/* What few nodes have: a name, more than two operands, an operation of the user. */
typedef struct {
    Py_ssize_t count;
    PyObject *name;
    PyObject *operation;
    Extras *extras;
    Edge edges[];
} Details;

struct Value {
    PyObject_HEAD
    double data;
    double grad;
    PyObject *references; /* the weak ones; in a dead node, the next dead one */
    uint32_t position;    /* in the topological order made last */
    uint16_t operation;
    uint8_t count; /* of the operands below; 0 with details */
    uint8_t flags;
    union {
        Edge edges[2];
        Details *details;
    };
};

_Static_assert(sizeof(void *) != 8 || sizeof(Value) == 80, "80 bytes a node");

enum { HAS_GRAD = 1, HAS_DETAILS = 2, IN_ARENA = 4 };
#define NOWHERE UINT32_MAX /* a position in no order */
enum { LEAF = UINT16_MAX, OF_THE_USER = UINT16_MAX - 1 };

typedef struct State State;

/* Nodes live in arenas as large as a huge page and aligned like one, so that the address
   of a node tells its arena. */
typedef struct Arena Arena;

struct Arena {
    State *state; /* NULL when the module is gone */
    Arena *next;  /* in the ring of all, those with room before those that are full */
    Arena *previous;
    void *memory;   /* as the system gave it */
    Value *unused;  /* nodes that have died here */
    uint32_t fresh; /* nodes from this one on have never lived */
    uint32_t living;
    int has_room;
};

/* What the module keeps. */
struct State {
    Arena *arena;     /* where the next node comes from */
    Arena ring;       /* the beginning and end of the ring; an arena without any room */
    Py_ssize_t arenas;
    int spare_arenas; /* how many are empty, but for the one in use */
    PyTypeObject *value_type;
    PyTypeObject *function_type;
    Value **nodes; /* the memory of the last sort */
    Py_ssize_t room;
    Extras extras;       /* the beginning and end of the ring of all */
    Py_ssize_t instances; /* of subclasses, with attributes */
    PyObject *get_objects; /* of gc */
    PyObject *callbacks;   /* of gc, and the one among them that is of this */
    PyObject *callback;
    PyObject *keeper; /* of garbage, see cycles.h */
    int has_knots;
    uint64_t changes;    /* of orders and of graphs, see walk() */
    int reassigned;      /* whether someone gave a node other operands: cycles */
    PyObject *recording; /* the context variable behind no_grad() */
    PyObject *observers; /* and that of autograd.support.observing; nobody by default */
    PyObject *nobody;
    PyObject *tell;
    PyObject *names;     /* the tuple of the names of the rows */
    PyObject *codes;     /* {name: place in it} */
    PyObject *number;    /* functions of autograd.support.conversion */
    PyObject *float_from;
    PyObject *comparable;
    PyObject *derivatives_from;
    PyObject *python_backward;
    PyObject *hypot; /* of math */
};

static void value_dealloc(PyObject *self);

/* A function as a type's slot holds it: standard C converts it by way of an integer. */
#define SLOT(function) ((void *)(uintptr_t)(function))

#include "arenas.h"

static PyObject *
gone(void)
{
    PyErr_SetString(PyExc_RuntimeError, "the interpreter shuts down: no more Values");
    return NULL;
}

/* Whether an object is a Value, and of no subclass; whichever module made its type. */
static inline int
is_exact(PyObject *x)
{
    return Py_TYPE(x)->tp_dealloc == value_dealloc;
}

/* The state of the module that made a type; NULL when it is gone. */
static State *
state_of_type(PyTypeObject *type)
{
    PyObject *module = ((PyHeapTypeObject *)type)->ht_module;
    return module == NULL ? NULL : PyModule_GetState(module);
}

static State *
state_of_relative(PyObject *x)
{
    PyObject *line = Py_TYPE(x)->tp_mro;
    for (Py_ssize_t i = 0; line != NULL && i < PyTuple_GET_SIZE(line); i++) {
        PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(line, i);
        if (type->tp_dealloc == value_dealloc) {
            return state_of_type(type);
        }
    }
    return NULL;
}

/* The state behind an instance of Value or of a subclass; NULL for anything else. */
static inline State *
state_of(PyObject *x)
{
    if (is_exact(x) && ((Value *)x)->flags & IN_ARENA) {
        return arena_of((Value *)x)->state;
    }
    return state_of_relative(x);
}

static inline int
is_value(const State *state, PyObject *x)
{
    return Py_TYPE(x) == state->value_type || PyObject_TypeCheck(x, state->value_type);
}

static inline Edge *
edges_of(Value *node, Py_ssize_t *count)
{
    if (node->flags & HAS_DETAILS) {
        *count = node->details->count;
        return node->details->edges;
    }
    *count = node->count;
    return node->edges;
}

static inline PyObject *
name_of(const Value *node)
{
    return node->flags & HAS_DETAILS ? node->details->name : NULL;
}

static inline Extras *
extras_of(const Value *node)
{
    return node->flags & HAS_DETAILS ? node->details->extras : NULL;
}

/* The object that computes the derivatives, when they are not simply stored. */
static inline PyObject *
lazy_derivatives(const Value *node)
{
    Extras *extras = extras_of(node);
    return extras != NULL ? extras->derivatives : NULL;
}

static inline void
clear_fields(Value *node, double data)
{
    node->data = data;
    node->grad = 0.0;
    node->references = NULL;
    node->position = NOWHERE;
    node->operation = LEAF;
    node->count = 0;
    node->flags = 0;
}

/* A new leaf. */
static inline Value *
new_value(State *state, double data)
{
#ifdef PLAIN_NODES
    Value *node = PyObject_New(Value, state->value_type);
    if (node == NULL) {
        return NULL;
    }
    clear_fields(node, data);
#else
    Value *node = new_in_arena(state);
    if (node == NULL) {
        return NULL;
    }
    Py_INCREF(state->value_type);
    Py_SET_TYPE((PyObject *)node, state->value_type);
    Py_SET_REFCNT((PyObject *)node, 1);
    clear_fields(node, data);
    node->flags = IN_ARENA;
#endif
    return node;
}

static inline void
free_value(Value *node)
{
    PyTypeObject *type = Py_TYPE(node);
    if (node->flags & IN_ARENA) {
        free_in_arena(node);
    }
    else {
        type->tp_free((PyObject *)node);
    }
    Py_DECREF(type);
}

static Details *
new_details(Py_ssize_t count)
{
    size_t most = (PY_SSIZE_T_MAX - sizeof(Details)) / sizeof(Edge);
    Details *details = NULL;
    if ((size_t)count <= most) {
        details = PyMem_Malloc(sizeof(Details) + count * sizeof(Edge));
    }
    if (details == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    memset(details, 0, sizeof(Details));
    details->count = count;
    return details;
}

static void
leave_ring(Extras *extras)
{
    if (extras->next != NULL) {
        extras->previous->next = extras->next;
        extras->next->previous = extras->previous;
        extras->next = extras->previous = extras;
    }
}

static void
free_extras(Extras *extras)
{
    leave_ring(extras);
    Py_XDECREF(extras->derivatives);
    Py_XDECREF(extras->hooks);
    PyMem_Free(extras);
}

static void
free_details(Details *details)
{
    Py_XDECREF(details->name);
    Py_XDECREF(details->operation);
    if (details->extras != NULL) {
        free_extras(details->extras);
    }
    PyMem_Free(details);
}

/* The node's details, made when it has none; NULL without memory. */
static Details *
details_of(Value *node)
{
    if (!(node->flags & HAS_DETAILS)) {
        Details *details = new_details(node->count);
        if (details == NULL) {
            return NULL;
        }
        memcpy(details->edges, node->edges, node->count * sizeof(Edge));
        node->details = details;
        node->count = 0;
        node->flags |= HAS_DETAILS;
    }
    return node->details;
}

/* The node's extras, made when it has none; NULL without memory. */
static Extras *
make_extras(State *state, Value *node)
{
    Details *details = details_of(node);
    if (details == NULL || details->extras != NULL) {
        return details == NULL ? NULL : details->extras;
    }
    Extras *extras = PyMem_Calloc(1, sizeof(Extras));
    if (extras == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    extras->node = node;
    extras->previous = &state->extras;
    extras->next = state->extras.next;
    extras->previous->next = extras->next->previous = extras;
    details->extras = extras;
    return extras;
}

/* Whether the caller may free an instance of a subclass that it holds the last reference
   to. Those with attributes it has to leave to Python, which sees to the depth itself. */
static Py_NO_INLINE int
instance_dies(PyObject *x)
{
    if (PyType_IS_GC(Py_TYPE(x)) || Py_TYPE(x)->tp_del != NULL) {
        Py_DECREF(x);
        return 0;
    }
    Py_SET_REFCNT(x, 0);
    if (Py_TYPE(x)->tp_finalize != NULL && PyObject_CallFinalizerFromDealloc(x) < 0) {
        return 0; /* __del__ has kept it */
    }
    Py_SET_REFCNT(x, 1);
    return 1;
}

/* Give a reference back. Whether that was the last one to a node, which is now dead but
   not yet freed: the caller does that, so no depth of a graph exhausts the stack. */
static inline int
dies(Value *operand)
{
    PyObject *object = (PyObject *)operand;
    if (Py_REFCNT(object) != 1) {
        Py_DECREF(object);
        return 0;
    }
    if (!is_exact(object) && !instance_dies(object)) {
        return 0;
    }
#ifdef Py_REF_DEBUG
    Py_SET_REFCNT(object, 2); /* so that the interpreter's total goes down by one */
    Py_DECREF(object);
#endif
    Py_SET_REFCNT(object, 0);
    if (operand->references != NULL) {
        PyObject_ClearWeakRefs(object);
    }
    return 1;
}

static inline Value *
linked(Value *node, Value *next)
{
    node->references = (PyObject *)next;
    return node;
}

/* Release the operands and details of a node. Of the operands that die of it, one is
   the answer and the rest come before the others in the list of the dead. */
static inline Value *
release_operands(Value *node, Value **dead)
{
    Value *first = NULL;
    Py_ssize_t count;
    Edge *edges = edges_of(node, &count);
    for (Py_ssize_t i = 0; i < count; i++) {
        Value *operand = edges[i].operand;
        if (operand != NULL && dies(operand)) {
            *dead = first == NULL ? *dead : linked(first, *dead);
            first = operand;
        }
    }
    if (node->flags & HAS_DETAILS) {
        free_details(node->details);
    }
    return first;
}

/* Free dead nodes, and what dies of it. */
static void
free_all(Value *node, Value *dead)
{
    while (node != NULL || dead != NULL) {
        if (node == NULL) {
            node = dead;
            dead = (Value *)node->references;
        }
        Value *next = release_operands(node, &dead);
        free_value(node);
        node = next;
    }
}

static void
value_dealloc(PyObject *self)
{
    Value *node = (Value *)self, *dead = NULL;
    if (PyType_IS_GC(Py_TYPE(self))) {
        State *state = state_of(self);
        if (state != NULL) {
            state->instances--;
        }
    }
    if (node->references != NULL) {
        PyObject_ClearWeakRefs(self);
    }
    Value *next = release_operands(node, &dead);
    free_value(node);
    free_all(next, dead);
}

/* Give back what a node has held: a copy of the node, which holds something else now. */
static void
release(Value *old)
{
    Value *dead = NULL;
    Value *next = release_operands(old, &dead);
    free_all(next, dead);
}

/* Forget how a node was made, and its name. */
static void
forget(State *state, Value *node)
{
    Value old = *node;
    state->changes++;
    node->operation = LEAF;
    node->count = 0;
    node->flags &= ~HAS_DETAILS;
    release(&old);
}
