/* Value, as autograd/value.py has it, in C: the same names, the same bits, the same
   errors. What is seldom called is not here: the class takes it from the one in Python
   (see autograd/support/twin.py). */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

#include "node.h"

#include "arithmetic.h"
#include "graph.h"

#include "colours.h"
#include "flatten.h"
#include "numbers.h"
#include "variadic.h"
#include "tape.h"

#include "functions.h"

/* Making and describing one Value */

static int
set_name(Value *node, PyObject *name)
{
    if (name == Py_None) {
        name = NULL;
    }
    if (name == NULL && name_of(node) == NULL) {
        return 0;
    }
    Details *details = details_of(node);
    if (details == NULL) {
        return -1;
    }
    Py_XINCREF(name);
    Py_XSETREF(details->name, name);
    return 0;
}

static PyObject *
value_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    if (type->tp_dealloc == value_dealloc) {
        State *state = state_of_type(type);
        return state == NULL ? gone() : (PyObject *)new_value(state, 0.0);
    }
    PyObject *self = type->tp_alloc(type, 0);
    if (self != NULL) {
        clear_fields((Value *)self, 0.0);
    }
    return self;
}

static int
initialize(PyObject *self, PyObject *data, PyObject *name)
{
    State *state = state_of(self);
    Value *node = (Value *)self;
    double number;
    if (state == NULL || state->float_from == NULL) {
        gone();
        return -1;
    }
    if (name != Py_None && !PyUnicode_Check(name)) {
        PyErr_Format(PyExc_TypeError,
                     "Value(): got %s for the name, needs a str; what a Value was made "
                     "of is recorded by itself", Py_TYPE(name)->tp_name);
        return -1;
    }
    if (read_number(state, data, "Value()", &number) < 0) {
        return -1;
    }
    if (node->operation != LEAF || node->count > 0 || node->flags & HAS_DETAILS) {
        forget(state, node);
    }
    node->data = number;
    node->grad = 0.0;
    node->flags &= ~HAS_GRAD;
    if (set_name(node, name) < 0) {
        return -1;
    }
    int mode = mode_of(state);
    if (mode & OBSERVED) {
        Py_INCREF(self);
        self = made(state, node, mode | RECORDING); /* a leaf, and meant to be one */
        Py_XDECREF(self);
    }
    return mode == FAILED || self == NULL ? -1 : 0;
}

static int
value_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"data", "name", NULL};
    PyObject *data, *name = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O|O:Value.__init__", names, &data,
                                     &name)) {
        return -1;
    }
    return initialize(self, data, name);
}

/* Value(data=3.0), and any call in error */
static PyObject *
call_by_name(PyObject *type, PyObject *const *args, Py_ssize_t nargs, PyObject *names)
{
    PyObject *tuple = PyTuple_New(nargs), *keywords = PyDict_New(), *made = NULL;
    for (Py_ssize_t i = 0; tuple != NULL && i < nargs; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    }
    for (Py_ssize_t i = 0; names != NULL && i < PyTuple_GET_SIZE(names); i++) {
        PyObject *name = PyTuple_GET_ITEM(names, i);
        if (keywords != NULL && PyDict_SetItem(keywords, name, args[nargs + i]) < 0) {
            Py_CLEAR(keywords);
        }
    }
    if (tuple != NULL && keywords != NULL) {
        made = PyType_Type.tp_call(type, tuple, keywords);
    }
    Py_XDECREF(tuple);
    Py_XDECREF(keywords);
    return made;
}

/* Value(3.0) and Value(3.0, "x"), without a tuple for the arguments */
static PyObject *
value_call(PyObject *type, PyObject *const *args, size_t nargsf, PyObject *names)
{
    Py_ssize_t nargs = PyVectorcall_NARGS(nargsf), named = 0;
    PyObject *data = nargs > 0 ? args[0] : NULL, *name = nargs > 1 ? args[1] : Py_None;
    if (names != NULL) {
        named = PyTuple_GET_SIZE(names);
    }
    if (named == 1 && nargs == 1
        && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(names, 0), "name") == 0) {
        name = args[1];
    }
    else if (named > 0 || nargs < 1 || nargs > 2) {
        return call_by_name(type, args, nargs, names);
    }
    State *state = state_of_type((PyTypeObject *)type);
    if (state == NULL || state->float_from == NULL) {
        return gone();
    }
    Value *node = new_value(state, 0.0);
    if (node != NULL && initialize((PyObject *)node, data, name) < 0) {
        Py_CLEAR(node);
    }
    return (PyObject *)node;
}

static PyObject *
get_plain_data(PyObject *self, void *unused)
{
    return PyFloat_FromDouble(((Value *)self)->data);
}

static PyObject *
get_data(PyObject *self, void *unused)
{
    State *state = state_of(self);
    PyObject *number = get_plain_data(self, NULL);
    return state == NULL ? number : told(state, "data", self, NULL, number);
}

static int
refuse_to_delete(const char *name)
{
    PyErr_Format(PyExc_AttributeError, "Value.%s cannot be deleted", name);
    return -1;
}

static int
set_data(PyObject *self, PyObject *data, void *unused)
{
    State *state = state_of(self);
    if (data == NULL) {
        return refuse_to_delete("data");
    }
    return read_number(state, data, "Value.data", &((Value *)self)->data);
}

static PyObject *
get_grad(PyObject *self, void *unused)
{
    return PyFloat_FromDouble(((Value *)self)->grad);
}

static PyObject *
get_grad_or_none(PyObject *self, void *unused)
{
    if (((Value *)self)->flags & HAS_GRAD) {
        return get_grad(self, NULL);
    }
    Py_RETURN_NONE;
}

static PyObject *
get_has_grad(PyObject *self, void *unused)
{
    return PyBool_FromLong(((Value *)self)->flags & HAS_GRAD);
}

static int
set_grad(PyObject *self, PyObject *grad, void *unused)
{
    Value *node = (Value *)self;
    if (grad == NULL) {
        return refuse_to_delete("grad");
    }
    if (grad == Py_None) {
        node->grad = 0.0;
        node->flags &= ~HAS_GRAD;
        return 0;
    }
    double number;
    if (read_number(state_of(self), grad, "Value.grad", &number) < 0) {
        return -1;
    }
    node->grad = number;
    node->flags |= HAS_GRAD;
    return 0;
}

static PyObject *
get_name(PyObject *self, void *unused)
{
    PyObject *name = name_of((Value *)self);
    return Py_NewRef(name == NULL ? Py_None : name);
}

static int
set_name_attribute(PyObject *self, PyObject *name, void *unused)
{
    return name == NULL ? refuse_to_delete("name") : set_name((Value *)self, name);
}

static PyObject *
get_operation(PyObject *self, void *unused)
{
    State *state = state_of(self);
    Value *node = (Value *)self;
    if (node->operation == LEAF || state == NULL || state->names == NULL) {
        Py_RETURN_NONE;
    }
    if (node->operation == OF_THE_USER) {
        return Py_NewRef(node->details->operation);
    }
    return Py_NewRef(PyTuple_GET_ITEM(state->names, node->operation));
}

static int
set_operation(PyObject *self, PyObject *operation, void *unused)
{
    State *state = state_of(self);
    Value *node = (Value *)self;
    if (operation == NULL) {
        return refuse_to_delete("operation");
    }
    if (operation == Py_None) {
        node->operation = LEAF;
        return 0;
    }
    if (!PyUnicode_CheckExact(operation)) {
        PyErr_Format(PyExc_TypeError, "Value.operation: got %.200s, needs a str or None",
                     Py_TYPE(operation)->tp_name);
        return -1;
    }
    PyObject *code = PyDict_GetItemWithError(state->codes, operation);
    if (code != NULL) {
        node->operation = (uint16_t)PyLong_AsLong(code);
        return 0;
    }
    Details *details = PyErr_Occurred() ? NULL : details_of(node);
    if (details == NULL) {
        return -1;
    }
    node->operation = OF_THE_USER;
    Py_INCREF(operation);
    Py_XSETREF(details->operation, operation);
    return 0;
}

static PyObject *
get_operands(PyObject *self, void *unused)
{
    Py_ssize_t count;
    Edge *edges = edges_of((Value *)self, &count);
    PyObject *tuple = PyTuple_New(count);
    for (Py_ssize_t i = 0; tuple != NULL && i < count; i++) {
        PyObject *operand = (PyObject *)edges[i].operand;
        operand = operand ? Py_NewRef(operand) : PyFloat_FromDouble(edges[i].number);
        if (operand == NULL) {
            Py_CLEAR(tuple);
            break;
        }
        PyTuple_SET_ITEM(tuple, i, operand);
    }
    return tuple;
}

/* Details with these operands, plain numbers converted; NULL with an error. */
static Details *
details_from(State *state, PyObject *operands)
{
    Py_ssize_t count = PyTuple_GET_SIZE(operands);
    Gathered gathered = {new_details(count), 0, 0};
    for (Py_ssize_t i = 0; gathered.details != NULL && i < count; i++) {
        PyObject *x = PyTuple_GET_ITEM(operands, i);
        Edge edge = {is_value(state, x) ? (Value *)Py_NewRef(x) : NULL, 0.0};
        if (edge.operand == NULL
            && read_number(state, x, "Value.operands", &edge.number) < 0) {
            drop_gathered(&gathered);
            return NULL;
        }
        gathered.details->edges[gathered.filled++] = edge;
    }
    return gathered.details;
}

/* Replace the operands; the derivatives by them are 0 until they are set, too. */
static int
replace_operands(State *state, Value *node, PyObject *operands)
{
    Details *details = details_from(state, operands);
    if (details == NULL) {
        return -1;
    }
    Value old = *node, *dead = NULL;
    state->changes++;
    if (old.flags & HAS_DETAILS) { /* the name and the operation stay */
        details->name = old.details->name;
        details->operation = old.details->operation;
        details->derivatives = old.details->derivatives;
        old.details->name = old.details->operation = old.details->derivatives = NULL;
    }
    if (details->count <= 2 && !(old.flags & HAS_DETAILS)) {
        node->count = (uint8_t)details->count;
        memcpy(node->edges, details->edges, details->count * sizeof(Edge));
        free_details(details);
    }
    else {
        node->details = details;
        node->count = 0;
        node->flags |= HAS_DETAILS;
    }
    Value *next = release_operands(&old, &dead);
    free_all(next, dead);
    return 0;
}

static int
take_operands(State *state, PyObject *self, PyObject *operands)
{
    PyObject *tuple = PySequence_Tuple(operands);
    if (tuple == NULL) {
        return -1;
    }
    int done = replace_operands(state, (Value *)self, tuple);
    Py_DECREF(tuple);
    return done;
}

static int
set_operands(PyObject *self, PyObject *operands, void *unused)
{
    if (operands == NULL) {
        return refuse_to_delete("operands");
    }
    State *state = state_of(self);
    if (state == NULL) {
        gone();
        return -1;
    }
    state->reassigned = 1;
    return take_operands(state, self, operands);
}

static Py_ssize_t
count_values(Value *node)
{
    Py_ssize_t count, found = 0;
    Edge *edges = edges_of(node, &count);
    for (Py_ssize_t i = 0; i < count; i++) {
        found += edges[i].operand != NULL;
    }
    return found;
}

static PyObject *
get_derivatives(PyObject *self, void *unused)
{
    Value *node = (Value *)self;
    PyObject *lazy = lazy_derivatives(node);
    if (lazy != NULL) {
        return Py_NewRef(lazy);
    }
    Py_ssize_t count, place = 0;
    Edge *edges = edges_of(node, &count);
    PyObject *tuple = PyTuple_New(count_values(node));
    for (Py_ssize_t i = 0; tuple != NULL && i < count; i++) {
        if (edges[i].operand != NULL) {
            PyObject *number = PyFloat_FromDouble(edges[i].number);
            if (number == NULL) {
                Py_CLEAR(tuple);
                break;
            }
            PyTuple_SET_ITEM(tuple, place++, number);
        }
    }
    return tuple;
}

/* Whether derivatives are a tuple of floats, one for each operand that is a Value. */
static int
are_plain(Value *node, PyObject *derivatives)
{
    if (!PyTuple_CheckExact(derivatives)
        || PyTuple_GET_SIZE(derivatives) != count_values(node)) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(derivatives); i++) {
        if (!PyFloat_CheckExact(PyTuple_GET_ITEM(derivatives, i))) {
            return 0;
        }
    }
    return 1;
}

/* Anything but plain floats is kept as it is, for Python to take it. */
static int
set_derivatives(PyObject *self, PyObject *derivatives, void *unused)
{
    Value *node = (Value *)self;
    if (derivatives == NULL) {
        return refuse_to_delete("derivatives");
    }
    if (!are_plain(node, derivatives)) {
        Details *details = details_of(node);
        if (details == NULL) {
            return -1;
        }
        state_of(self)->changes++;
        Py_INCREF(derivatives);
        Py_XSETREF(details->derivatives, derivatives);
        return 0;
    }
    Py_ssize_t count, place = 0;
    Edge *edges = edges_of(node, &count);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (edges[i].operand != NULL) {
            PyObject *number = PyTuple_GET_ITEM(derivatives, place++);
            edges[i].number = PyFloat_AS_DOUBLE(number);
        }
    }
    if (lazy_derivatives(node) != NULL) {
        Py_CLEAR(node->details->derivatives);
    }
    return 0;
}

PyDoc_STRVAR(node_doc,
"node($module, data, operation, operands, derivatives, /)\n--\n\n"
"A Value that remembers its operation; a bare leaf inside ``no_grad``.");

/* The way of every operation that has no function of its own here. */
static PyObject *
node_entry(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    State *state = PyModule_GetState(module);
    double data;
    if (nargs != 4) {
        return PyErr_Format(PyExc_TypeError, "node: got %zd arguments, needs 4", nargs);
    }
    int mode = state->recording == NULL ? FAILED : mode_of(state);
    if (mode == FAILED || read_number(state, args[0], "Value()", &data) < 0) {
        return NULL;
    }
    PyObject *node = (PyObject *)new_value(state, data);
    if (node != NULL && mode & RECORDING
        && (set_operation(node, args[1], NULL) < 0
            || take_operands(state, node, args[2]) < 0
            || set_derivatives(node, args[3], NULL) < 0)) {
        Py_CLEAR(node);
    }
    return made(state, (Value *)node, mode);
}

/* Comparisons compare the data, with whatever a float can be compared with. */
static PyObject *
compared(State *state, double a, PyObject *other, int operator)
{
    if (PyFloat_CheckExact(other)) {
        Py_RETURN_RICHCOMPARE(a, PyFloat_AS_DOUBLE(other), operator);
    }
    if (is_value(state, other)) {
        Py_RETURN_RICHCOMPARE(a, ((Value *)other)->data, operator);
    }
    PyObject *number = PyFloat_FromDouble(a), *answer = NULL;
    if (number != NULL) {
        answer = PyObject_RichCompare(number, other, operator);
        Py_DECREF(number);
    }
    return answer;
}

static PyObject *
value_compare(PyObject *self, PyObject *other, int operator)
{
    static const char *const events[] = {"<", "<=", "==", "!=", ">", ">="};
    State *state = state_of(self);
    if (state == NULL || state->recording == NULL) {
        return gone();
    }
    PyObject *answer = compared(state, ((Value *)self)->data, other, operator);
    return told(state, events[operator], self, other, answer);
}

static Py_hash_t
value_hash(PyObject *self)
{
    return PyBaseObject_Type.tp_hash(self); /* by identity */
}

static int
value_bool(PyObject *self)
{
    State *state = state_of(self);
    int is_true = ((Value *)self)->data != 0.0;
    if (state == NULL || state->recording == NULL) {
        return is_true;
    }
    PyObject *answer = told(state, "bool", self, NULL, PyBool_FromLong(is_true));
    Py_XDECREF(answer);
    return answer == NULL ? -1 : is_true;
}

static PyObject *
value_positive(PyObject *self)
{
    return Py_NewRef(self);
}

static PyGetSetDef value_getset[] = {
    {"data", get_data, set_data,
     "The number; assigning converts with float() and changes no recorded graph.", NULL},
    {"grad", get_grad, set_grad,
     "The derivative of the differentiated result by this; 0.0 before any pass.", NULL},
    {"has_grad", get_has_grad, NULL,
     "Whether ``grad`` was computed or set; setting it to None forgets it.", NULL},
    {"name", get_name, set_name_attribute, "What drawings and messages call it.", NULL},
    {"operation", get_operation, set_operation,
     "The name of the operation that made it (a row of the table); None for a leaf.",
     NULL},
    {"operands", get_operands, set_operands,
     "The operands in order, repeated when used twice; plain numbers stay floats.", NULL},
    {"derivatives", get_derivatives, set_derivatives,
     "The local derivatives: one float for each operand that is a Value.", NULL},
    {"_data", get_plain_data, set_data, NULL, NULL},
    {"_grad", get_grad_or_none, set_grad, NULL, NULL},
    {NULL},
};

static PyMemberDef value_members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(Value, references), READONLY, NULL},
    {NULL},
};

PyDoc_STRVAR(backward_doc,
"backward($self, /, seed=1.0)\n--\n\n"
"Differentiate this result by every Value below it, into their ``grad``.\n\n"
"Inner nodes hold the derivative of the latest pass; leaves add up over passes.");

#define UNARY_DOC(name) #name "($self, /)\n--\n\n" #name "(x), recorded as one operation."
#define BINARY_DOC(name, arguments)                                                     \
    #name "($self, /, " arguments ")\n--\n\n" #name "(x, other), recorded as one operation."

#define UNARY_METHOD(name, may_fail, defaults, first_default)                           \
    {#name, name##_of, METH_NOARGS, UNARY_DOC(name)},
#define BINARY_METHOD(name, may_fail, defaults, first_default)                          \
    {#name, (PyCFunction)(void (*)(void))name##_method, METH_FASTCALL | METH_KEYWORDS,  \
     defaults ? BINARY_DOC(name, "other=" #first_default) : BINARY_DOC(name, "other")},

/* clang-format off */
static PyMethodDef value_methods[] = {
    {"backward", (PyCFunction)(void (*)(void))value_backward,
     METH_FASTCALL | METH_KEYWORDS, backward_doc},
    UNARY_ROWS(UNARY_METHOD)
    BINARY_ROWS(BINARY_METHOD)
    {NULL},
};

#define UNARY_SLOT(name, may_fail, defaults, first_default) {SLOT_##name, name##_slot},
#define BINARY_SLOT(name, may_fail, defaults, first_default) {SLOT_##name, SLOTTED_##name},
#define SLOT_neg Py_nb_negative
#define SLOT_abs Py_nb_absolute
#define SLOT_add Py_nb_add
#define SLOT_sub Py_nb_subtract
#define SLOT_mul Py_nb_multiply
#define SLOT_truediv Py_nb_true_divide
#define SLOT_pow Py_nb_power
#define SLOTTED_add add_of
#define SLOTTED_sub sub_of
#define SLOTTED_mul mul_of
#define SLOTTED_truediv truediv_of
#define SLOTTED_pow power_slot

static PyType_Slot value_slots[] = {
    {Py_tp_doc, "Value(data, name=None)\n--\n\n"},
    {Py_tp_new, value_new},
    {Py_tp_init, value_init},
    {Py_tp_dealloc, value_dealloc},
    {Py_tp_hash, value_hash},
    {Py_tp_richcompare, value_compare},
    {Py_tp_getset, value_getset},
    {Py_tp_members, value_members},
    {Py_tp_methods, value_methods},
    {Py_nb_bool, value_bool},
    {Py_nb_positive, value_positive},
    UNARY_OPERATORS(UNARY_SLOT)
    BINARY_OPERATORS(BINARY_SLOT)
    {0, NULL},
};
/* clang-format on */

static PyType_Spec value_spec = {
    .name = "autograd.value.Value",
    .basicsize = sizeof(Value),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .slots = value_slots,
};

/* The module */

static int
make_names(State *state)
{
    state->names = PyTuple_New(ROWS);
    state->codes = PyDict_New();
    if (state->names == NULL || state->codes == NULL) {
        return -1;
    }
    for (int i = 0; i < ROWS; i++) {
        PyObject *name = PyUnicode_InternFromString(ROW_NAMES[i]);
        PyObject *code = PyLong_FromLong(i);
        int failed = name == NULL || code == NULL
                     || PyDict_SetItem(state->codes, name, code) < 0;
        Py_XDECREF(code);
        if (failed) {
            Py_XDECREF(name);
            return -1;
        }
        PyTuple_SET_ITEM(state->names, i, name);
    }
    return 0;
}

static PyObject *
imported(const char *module, const char *name)
{
    PyObject *found = PyImport_ImportModule(module), *attribute = NULL;
    if (found != NULL) {
        attribute = PyObject_GetAttrString(found, name);
        Py_DECREF(found);
    }
    return attribute;
}

static int
import_parts(State *state)
{
    state->number = imported("autograd.support.conversion", "number");
    state->float_from = imported("autograd.support.conversion", "float_from");
    state->python_backward = imported("autograd.backward", "backward");
    state->python_hooks = imported("autograd.backward", "hooks");
    state->hypot = imported("math", "hypot");
    state->observers = imported("autograd.support.observing", "observers");
    state->tell = imported("autograd.support.observing", "tell");
    state->nobody = PyTuple_New(0);
    if (!state->number || !state->float_from || !state->python_backward
        || !state->python_hooks || !state->hypot || !state->observers || !state->tell
        || !state->nobody) {
        return -1;
    }
    state->hooks = PyObject_GetAttrString(state->python_hooks, "data");
    if (state->hooks != NULL && !PyDict_Check(state->hooks)) {
        PyErr_SetString(PyExc_TypeError, "autograd.backward.hooks.data is no dict");
        return -1;
    }
    return state->hooks == NULL ? -1 : 0;
}

static PyTypeObject *
new_type(PyObject *module, PyType_Spec *spec)
{
    return (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
}

static int
execute(PyObject *module)
{
    State *state = PyModule_GetState(module);
    begin_arenas(state);
    if (make_names(state) < 0 || import_parts(state) < 0) {
        return -1;
    }
    state->value_type = new_type(module, &value_spec);
    state->function_type = new_type(module, &function_spec);
    state->recording = PyContextVar_New("autograd recording", Py_True);
    if (!state->value_type || !state->function_type || !state->recording) {
        return -1;
    }
    state->value_type->tp_vectorcall = value_call;
    state->value_type->tp_name = "Value"; /* as messages call a class made in Python */
    if (PyModule_AddObjectRef(module, "Value", (PyObject *)state->value_type) < 0
        || PyModule_AddObjectRef(module, "recording", state->recording) < 0
        || PyModule_AddStringConstant(module, "FINGERPRINT", FINGERPRINT) < 0) {
        return -1;
    }
    return 0;
}

static int
native_traverse(PyObject *module, visitproc visit, void *arg)
{
    State *state = PyModule_GetState(module);
    Py_VISIT(state->value_type);
    Py_VISIT(state->function_type);
    Py_VISIT(state->recording);
    Py_VISIT(state->observers);
    Py_VISIT(state->tell);
    Py_VISIT(state->number);
    Py_VISIT(state->float_from);
    Py_VISIT(state->hooks);
    Py_VISIT(state->python_hooks);
    Py_VISIT(state->python_backward);
    Py_VISIT(state->hypot);
    return 0;
}

/* Values may outlive this, but make no new ones. */
static int
native_clear(PyObject *module)
{
    State *state = PyModule_GetState(module);
    end_arenas(state);
    PyMem_Free(state->nodes);
    state->nodes = NULL;
    state->room = 0;
    Py_CLEAR(state->recording);
    Py_CLEAR(state->observers);
    Py_CLEAR(state->tell);
    Py_CLEAR(state->nobody);
    Py_CLEAR(state->names);
    Py_CLEAR(state->codes);
    Py_CLEAR(state->number);
    Py_CLEAR(state->float_from);
    Py_CLEAR(state->hooks);
    Py_CLEAR(state->python_hooks);
    Py_CLEAR(state->python_backward);
    Py_CLEAR(state->hypot);
    Py_CLEAR(state->function_type);
    Py_CLEAR(state->value_type);
    return 0;
}

static void
native_free(void *module)
{
    (void)native_clear(module);
}

static PyMethodDef native_methods[] = {
    {"node", (PyCFunction)(void (*)(void))node_entry, METH_FASTCALL, node_doc},
    {"coloured", coloured, METH_VARARGS, coloured_doc},
    {"replay", replay, METH_VARARGS, replay_doc},
    {"flatten", (PyCFunction)(void (*)(void))flatten, METH_FASTCALL, flatten_doc},
    {"read_data", (PyCFunction)(void (*)(void))read_data, METH_FASTCALL, read_data_doc},
    {"add_grads", (PyCFunction)(void (*)(void))add_grads, METH_FASTCALL, add_grads_doc},
    {"shortcut", shortcut, METH_O, shortcut_doc},
    {NULL},
};

static PyModuleDef_Slot native_module_slots[] = {
    {Py_mod_exec, execute},
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_USED},
#endif
    {0, NULL},
};

static PyModuleDef native_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "autograd._native",
    .m_doc = "Value in C; see autograd.value.",
    .m_size = sizeof(State),
    .m_methods = native_methods,
    .m_slots = native_module_slots,
    .m_traverse = native_traverse,
    .m_clear = native_clear,
    .m_free = native_free,
};

PyMODINIT_FUNC
PyInit__native(void)
{
    return PyModuleDef_Init(&native_module);
}
