/* Value, as autograd/value.py has it, in C: the same names, the same bits, the same
   errors. What is seldom called is not here: the class takes it from the one in Python
   (see autograd/support/twin.py).

   To be read in this order; each part uses only what stands before it:

   node.h        a Value in memory: what it holds, how it is made, found and freed
   arenas.h      where nodes live (node.h includes it)
   arithmetic.h  x * y and x.exp(): a function for each row of the table
   table.h       values and slopes of the rows, made from autograd/operations.py
   variadic.h    sum, dot, max ... of any number of operands
   functions.h   exp(x) and sum(xs): shortcuts in front of autograd/functions.py
   order.h       the topological order of the graph below a node
   backward.h    the backward pass over it
   attributes.h  x.data, x.grad, x.operands ...: read, and checked when they are set
   cycles.h      garbage that Python's collector cannot see by itself
   module.c      (here) the class Value and the module
   arrays.h, colours.h, tape.h
                 the graph and the programs as arrays, for the modules in Python that
                 they name

   It is plain C11; what compilers add stands between #ifs and can be left out with
   -DSTANDARD_C. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#ifdef Py_GIL_DISABLED /* threads would write to one node at once */

PyMODINIT_FUNC
PyInit__native(void)
{
    PyErr_SetString(PyExc_ImportError,
                    "the native engine needs Python's global interpreter lock, which "
                    "this build of Python is without");
    return NULL;
}

#else

#include <structmember.h>

#include <fenv.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

#include "node.h"

#include "arithmetic.h"
#include "variadic.h"

#include "functions.h"

#include "order.h"

#include "backward.h"

#include "attributes.h"

#include "cycles.h"

#include "arrays.h"
#include "colours.h"
#include "tape.h"

/* Making one Value */

static PyObject *
value_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(keywords))
{
    if (type->tp_dealloc == value_dealloc) {
        State *state = state_of_type(type);
        return state == NULL ? gone() : (PyObject *)new_value(state, 0.0);
    }
    PyObject *self = type->tp_alloc(type, 0);
    State *state = self == NULL ? NULL : state_of(self);
    if (self != NULL) {
        clear_fields((Value *)self, 0.0);
    }
    if (state != NULL) {
        state->instances += PyType_IS_GC(type);
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
                     "of is recorded by itself", kind_of(name));
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
            || take_any_derivatives(state, node, args[3]) < 0)) {
        Py_CLEAR(node);
    }
    return made(state, (Value *)node, mode);
}

static const char *const SIGNS[] = {"<", "<=", "==", "!=", ">", ">="};

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
    int is_order = operator != Py_EQ && operator != Py_NE && !PyLong_CheckExact(other);
    other = is_order ? PyObject_CallFunction(state->comparable, "Os", other,
                                             SIGNS[operator])
                     : Py_NewRef(other);
    if (number != NULL && other != NULL) {
        answer = PyObject_RichCompare(number, other, operator);
    }
    Py_XDECREF(number);
    Py_XDECREF(other);
    return answer;
}

static PyObject *
value_compare(PyObject *self, PyObject *other, int operator)
{
    State *state = state_of(self);
    if (state == NULL || state->recording == NULL) {
        return gone();
    }
    PyObject *answer = compared(state, ((Value *)self)->data, other, operator);
    return told(state, SIGNS[operator], self, other, answer);
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

static PyObject *
value_conjugate(PyObject *self, PyObject *Py_UNUSED(nothing))
{
    return Py_NewRef(self);
}

static PyMemberDef value_members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(Value, references), READONLY, NULL},
    {0},
};

PyDoc_STRVAR(backward_doc,
"backward($self, /, seed=1.0)\n--\n\n"
"Differentiate this result by every Value below it, into their ``grad``.\n\n"
"Inner nodes hold the derivative of the latest pass; leaves add up over passes.");

PyDoc_STRVAR(conjugate_doc,
"conjugate($self, /)\n--\n\n"
"This very Value, as of any real number: NumPy asks for it in ``var`` and ``norm``.");

#define UNARY_DOC(name) #name "($self, /)\n--\n\n" DOCUMENT_##name
#define BINARY_DOC(name, default)                                                       \
    #name "($self, /, " OTHER_##name default ")\n--\n\n" DOCUMENT_##name

#define UNARY_METHOD(name, may_fail, defaults, first_default)                           \
    {#name, name##_of, METH_NOARGS, UNARY_DOC(name)},
#define BINARY_METHOD(name, may_fail, defaults, first_default)                          \
    {#name, (PyCFunction)(void (*)(void))name##_method, METH_FASTCALL | METH_KEYWORDS,  \
     defaults ? BINARY_DOC(name, "=" #first_default) : BINARY_DOC(name, "")},

/* clang-format off */
static PyMethodDef value_methods[] = {
    {"conjugate", value_conjugate, METH_NOARGS, conjugate_doc},
    {"backward", (PyCFunction)(void (*)(void))value_backward,
     METH_FASTCALL | METH_KEYWORDS, backward_doc},
    UNARY_ROWS(UNARY_METHOD)
    BINARY_ROWS(BINARY_METHOD)
    {0},
};

#define UNARY_SLOT(name, may_fail, defaults, first_default)                             \
    {SLOT_##name, SLOT(name##_slot)},
#define BINARY_SLOT(name, may_fail, defaults, first_default)                            \
    {SLOT_##name, SLOT(SLOTTED_##name)},
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
    {Py_tp_new, SLOT(value_new)},
    {Py_tp_init, SLOT(value_init)},
    {Py_tp_dealloc, SLOT(value_dealloc)},
    {Py_tp_hash, SLOT(value_hash)},
    {Py_tp_richcompare, SLOT(value_compare)},
    {Py_tp_getset, value_getset},
    {Py_tp_members, value_members},
    {Py_tp_methods, value_methods},
    {Py_nb_bool, SLOT(value_bool)},
    {Py_nb_positive, SLOT(value_positive)},
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
    state->comparable = imported("autograd.support.conversion", "comparable");
    state->python_backward = imported("autograd.backward", "backward");
    state->derivatives_from = imported("autograd.support.conversion", "derivatives_from");
    state->hypot = imported("math", "hypot");
    state->get_objects = imported("gc", "get_objects");
    state->callbacks = imported("gc", "callbacks");
    state->observers = imported("autograd.support.observing", "observers");
    state->tell = imported("autograd.support.observing", "tell");
    state->nobody = PyTuple_New(0);
    return state->number && state->float_from && state->comparable
                   && state->derivatives_from && state->python_backward && state->hypot
                   && state->observers
                   && state->tell && state->nobody && state->get_objects
                   && state->callbacks
               ? 0
               : -1;
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
    state->extras.next = state->extras.previous = &state->extras;
    if (make_names(state) < 0 || import_parts(state) < 0) {
        return -1;
    }
    state->value_type = new_type(module, &value_spec);
    state->function_type = new_type(module, &function_spec);
    state->recording = PyContextVar_New("autograd recording", Py_True);
    PyObject *keeper_type = PyType_FromSpec(&keeper_spec); /* which holds no module */
    if (!state->value_type || !state->function_type || !state->recording
        || !keeper_type || begin_collecting(state, keeper_type) < 0) {
        Py_XDECREF(keeper_type);
        return -1;
    }
    Py_DECREF(keeper_type);
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
    Py_VISIT(state->comparable);
    Py_VISIT(state->derivatives_from);
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
    leave_ring(&state->extras);
    end_collecting(state);
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
    Py_CLEAR(state->comparable);
    Py_CLEAR(state->derivatives_from);
    Py_CLEAR(state->get_objects);
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
    {"depths", depths, METH_VARARGS, depths_doc},
    {"replay", replay, METH_VARARGS, replay_doc},
    {"flatten", (PyCFunction)(void (*)(void))flatten, METH_FASTCALL, flatten_doc},
    {"read_data", (PyCFunction)(void (*)(void))read_data, METH_FASTCALL, read_data_doc},
    {"add_grads", (PyCFunction)(void (*)(void))add_grads, METH_FASTCALL, add_grads_doc},
    {"same_items", (PyCFunction)(void (*)(void))same_items, METH_FASTCALL,
     same_items_doc},
    {"shortcut", shortcut, METH_O, shortcut_doc},
    {0},
};

static PyModuleDef_Slot native_module_slots[] = {
    {Py_mod_exec, SLOT(execute)},
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

#endif
