/* The functions of autograd.functions: one in Python, and in front of it a shortcut in C
   for the common operands. Whatever the shortcut does not know, it leaves to Python. */

typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    PyObject *python; /* the function that this stands in front of */
    PyObject *module; /* whose state it uses */
    State *state;
    PyCFunction unary;
    binaryfunc binary;
    const Variadic *variadic;
} Function;

static PyObject *
call_python(Function *self, PyObject *const *args, size_t nargsf, PyObject *names)
{
    return PyObject_Vectorcall(self->python, args, nargsf, names);
}

static PyObject *
call_unary(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *names)
{
    Function *self = (Function *)callable;
    if (PyVectorcall_NARGS(nargsf) == 1 && names == NULL && is_exact(args[0])
        && Py_TYPE(args[0]) == self->state->value_type) {
        return self->unary(args[0], NULL);
    }
    return call_python(self, args, nargsf, names);
}

static PyObject *
call_binary(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *names)
{
    Function *self = (Function *)callable;
    PyTypeObject *type = self->state->value_type;
    if (PyVectorcall_NARGS(nargsf) == 2 && names == NULL) {
        PyObject *a = args[0], *b = args[1];
        if ((Py_TYPE(a) == type && (Py_TYPE(b) == type || PyFloat_CheckExact(b)))
            || (PyFloat_CheckExact(a) && Py_TYPE(b) == type)) {
            return self->binary(a, b);
        }
    }
    return call_python(self, args, nargsf, names);
}

/* sum(list), sum(iterator), sum(x, y, z) */
static PyObject *
call_variadic(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *names)
{
    Function *self = (Function *)callable;
    Py_ssize_t count = PyVectorcall_NARGS(nargsf);
    PyObject *const *items = args, *list = NULL, *result = NULL;
    int known = 0;
    if (names != NULL || self->state->recording == NULL) {
        return call_python(self, args, nargsf, names);
    }
    if (count == 1 && PyIter_Check(args[0])) {
        list = PySequence_List(args[0]); /* it can be read only once */
        if (list == NULL) {
            return NULL;
        }
        items = items_of(list, &count);
    }
    else if (count == 1 && items_of(args[0], &count) != NULL) {
        items = items_of(args[0], &count);
    }
    result = over_items(self->state, self->variadic, items, count, &known);
    if (result == NULL && !known) {
        result = list == NULL ? call_python(self, args, nargsf, names)
                              : PyObject_CallOneArg(self->python, list);
    }
    Py_XDECREF(list);
    return result;
}

/* dot(weights, inputs), with or without a bias */
static PyObject *
call_dot(PyObject *callable, PyObject *const *args, size_t nargsf, PyObject *names)
{
    Function *self = (Function *)callable;
    Py_ssize_t given = PyVectorcall_NARGS(nargsf);
    PyObject *bias = NULL, *result = NULL;
    int known = 0;
    if (names != NULL && given == 2 && PyTuple_GET_SIZE(names) == 1
        && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(names, 0), "bias") == 0) {
        bias = args[2];
        given = 3;
    }
    else if (names == NULL && given == 3) {
        bias = args[2];
    }
    else if (names != NULL || given != 2) {
        return call_python(self, args, nargsf, names);
    }
    if (self->state->recording != NULL) {
        result = dot_of(self->state, self->variadic, args[0], args[1], bias, &known);
    }
    return result == NULL && !known ? call_python(self, args, nargsf, names) : result;
}

static PyObject *
function_get(PyObject *self, PyObject *object, PyObject *Py_UNUSED(type))
{
    return object == NULL ? Py_NewRef(self) : PyMethod_New(self, object);
}

/* A function's name, its signature ... are those of the function behind it. */
static PyObject *
function_attribute(PyObject *self, PyObject *name)
{
    PyObject *found = PyObject_GenericGetAttr(self, name);
    if (found == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        found = PyObject_GetAttr(((Function *)self)->python, name);
    }
    return found;
}

static PyObject *
function_doc(PyObject *self, void *Py_UNUSED(unused))
{
    return PyObject_GetAttrString(((Function *)self)->python, "__doc__");
}

static PyObject *
function_module(PyObject *self, void *Py_UNUSED(unused))
{
    return PyObject_GetAttrString(((Function *)self)->python, "__module__");
}

static PyObject *
function_wrapped(PyObject *self, void *Py_UNUSED(unused))
{
    return Py_NewRef(((Function *)self)->python);
}

/* To pickle and to copy a function is to name it. */
static PyObject *
function_reduce(PyObject *self, PyObject *Py_UNUSED(unused))
{
    return PyObject_GetAttrString(((Function *)self)->python, "__qualname__");
}

static PyObject *
function_repr(PyObject *self)
{
    return PyObject_Repr(((Function *)self)->python);
}

static int
function_traverse(PyObject *self, visitproc visit, void *arg)
{
    Function *function = (Function *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(function->python);
    Py_VISIT(function->module);
    return 0;
}

static void
function_dealloc(PyObject *self)
{
    Function *function = (Function *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(function->python);
    Py_XDECREF(function->module);
    PyObject_GC_Del(self);
    Py_DECREF(type);
}

static PyGetSetDef function_getset[] = {
    {"__doc__", function_doc, NULL, NULL, NULL},
    {"__module__", function_module, NULL, NULL, NULL},
    {"__wrapped__", function_wrapped, NULL, NULL, NULL},
    {0},
};

static PyMethodDef function_methods[] = {
    {"__reduce__", function_reduce, METH_NOARGS, NULL},
    {0},
};

static PyMemberDef function_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(Function, call), READONLY, NULL},
    {0},
};

static PyType_Slot function_slots[] = {
    {Py_tp_dealloc, SLOT(function_dealloc)},
    {Py_tp_traverse, SLOT(function_traverse)},
    {Py_tp_call, SLOT(PyVectorcall_Call)},
    {Py_tp_descr_get, SLOT(function_get)},
    {Py_tp_getattro, SLOT(function_attribute)},
    {Py_tp_repr, SLOT(function_repr)},
    {Py_tp_getset, function_getset},
    {Py_tp_methods, function_methods},
    {Py_tp_members, function_members},
    {0, NULL},
};

static PyType_Spec function_spec = {
    .name = "autograd._native.Function",
    .basicsize = sizeof(Function),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL
             | Py_TPFLAGS_METHOD_DESCRIPTOR | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = function_slots,
};

/* What a shortcut knows of a row. */
typedef struct {
    const char *name;
    PyCFunction unary;
    binaryfunc binary;
} Row;

#define UNARY_ENTRY(name, may_fail, defaults, first_default) {#name, name##_of, NULL},
#define BINARY_ENTRY(name, may_fail, defaults, first_default) {#name, NULL, name##_of},

/* clang-format off */
static const Row ROWS_OF_ONE_OR_TWO[] = {
    UNARY_ROWS(UNARY_ENTRY)
    BINARY_ROWS(BINARY_ENTRY)
    {NULL, NULL, NULL},
};
/* clang-format on */

static int
find_shortcut(Function *function, const char *name)
{
    for (const Row *row = ROWS_OF_ONE_OR_TWO; row->name != NULL; row++) {
        if (strcmp(row->name, name) == 0) {
            function->unary = row->unary;
            function->binary = row->binary;
            function->call = row->unary != NULL ? call_unary : call_binary;
            return 1;
        }
    }
    for (size_t i = 0; i < sizeof(VARIADIC) / sizeof(VARIADIC[0]); i++) {
        if (strcmp(ROW_NAMES[VARIADIC[i].row], name) == 0) {
            function->variadic = &VARIADIC[i];
            function->call = VARIADIC[i].row == ROW_dot ? call_dot : call_variadic;
            return 1;
        }
    }
    return 0;
}

PyDoc_STRVAR(shortcut_doc,
"shortcut($module, function, /)\n--\n\n"
"The function with a shortcut in C in front, by its name; itself when there is none.");

static PyObject *
shortcut(PyObject *module, PyObject *python)
{
    State *state = PyModule_GetState(module);
    if (state->function_type == NULL) {
        return gone();
    }
    PyObject *name = PyObject_GetAttrString(python, "__name__");
    const char *text = name == NULL ? NULL : PyUnicode_AsUTF8(name);
    Function *function = NULL;
    if (text != NULL) {
        function = PyObject_GC_New(Function, state->function_type);
    }
    if (function == NULL) {
        Py_XDECREF(name);
        return NULL;
    }
    function->python = Py_NewRef(python);
    function->module = Py_NewRef(module);
    function->state = state;
    function->unary = NULL;
    function->binary = NULL;
    function->variadic = NULL;
    PyObject_GC_Track(function);
    if (!find_shortcut(function, text)) {
        Py_DECREF(function);
        function = (Function *)Py_NewRef(python);
    }
    Py_DECREF(name);
    return (PyObject *)function;
}
