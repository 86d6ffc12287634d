/* Values and arrays: the graph flattened, for autograd.support.flattening, which says
   what each array holds; and the numbers of many Values read and added to, for
   autograd.programs.buffers. */

typedef struct {
    PyObject *operations; /* bytes objects, filled in place */
    PyObject *starts;
    PyObject *operands;
    PyObject *constants;
    PyObject *data;
} Arrays;

static PyObject *
new_bytes(Py_ssize_t count, Py_ssize_t size)
{
    if (count > PY_SSIZE_T_MAX / size) {
        return PyErr_NoMemory();
    }
    return PyBytes_FromStringAndSize(NULL, count * size);
}

/* Where a table begins to look for a number. */
static Py_ssize_t
place_of_bits(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof(bits));
    return (Py_ssize_t)((bits * 0x9E3779B97F4A7C15u) >> 33);
}

/* The plain numbers so far, each once: places by the bits of the number. */
typedef struct {
    double *numbers;
    Py_ssize_t count, mask;
    int32_t *places; /* 1 + the place among the numbers, 0 where there is none */
} Constants;

/* Make the table twice as large; -1 without memory (and with no error set). */
static int
grow_constants(Constants *constants)
{
    Py_ssize_t size = constants->places ? 2 * (constants->mask + 1) : 256;
    int32_t *places = PyMem_Calloc(size, sizeof(int32_t));
    if (places == NULL) {
        return -1;
    }
    PyMem_Free(constants->places);
    constants->places = places;
    constants->mask = size - 1;
    for (Py_ssize_t i = 0; i < constants->count; i++) {
        Py_ssize_t place = place_of_bits(constants->numbers[i]) & constants->mask;
        while (places[place]) {
            place = (place + 1) & constants->mask;
        }
        places[place] = (int32_t)(i + 1);
    }
    return 0;
}

/* The place of a number, to the bit, among the constants; -1 without memory. */
static Py_ssize_t
constant_of(Constants *constants, double number)
{
    if (2 * constants->count >= constants->mask && grow_constants(constants) < 0) {
        return -1;
    }
    Py_ssize_t place = place_of_bits(number) & constants->mask;
    for (; constants->places[place]; place = (place + 1) & constants->mask) {
        Py_ssize_t known = constants->places[place] - 1;
        if (memcmp(&constants->numbers[known], &number, sizeof(number)) == 0) {
            return known;
        }
    }
    constants->numbers[constants->count] = number;
    constants->places[place] = (int32_t)++constants->count;
    return constants->count - 1;
}

#define BYTES_AS(type, bytes) ((type *)PyBytes_AS_STRING(bytes))

/* The number of a node's operation; users' operations are numbered on from the rows. */
static long
code_of(const Value *node, Py_ssize_t count, PyObject *users)
{
    if (count == 0) {
        return -1;
    }
    if (node->operation < ROWS) {
        return node->operation;
    }
    PyObject *name = node->operation == LEAF ? Py_None : node->details->operation;
    PyObject *code = PyDict_GetItemWithError(users, name);
    if (code != NULL) {
        return PyLong_AsLong(code);
    }
    long next = ROWS + (long)PyDict_GET_SIZE(users);
    code = PyErr_Occurred() ? NULL : PyLong_FromLong(next);
    if (code == NULL || PyDict_SetItem(users, name, code) < 0) {
        next = -2;
    }
    Py_XDECREF(code);
    return next;
}

/* Fill the arrays; the leaves, each with a reference, come into the front of the order.
   Returns how many leaves there are, or -1 with an error. No Python runs in here. */
static Py_ssize_t
fill(Order *order, Arrays *arrays, PyObject *users, Constants *constants)
{
    int32_t *operations = BYTES_AS(int32_t, arrays->operations);
    int64_t *starts = BYTES_AS(int64_t, arrays->starts);
    int32_t *operands = BYTES_AS(int32_t, arrays->operands);
    double *data = BYTES_AS(double, arrays->data);
    Py_ssize_t leaves = 0, place = 0;
    for (Py_ssize_t i = 0; i < order->count; i++) {
        Value *node = order->nodes[i];
        Py_ssize_t count;
        Edge *edges = edges_of(node, &count);
        long code = code_of(node, count, users);
        if (code < -1) {
            order->count = leaves;
            return -1;
        }
        operations[i] = (int32_t)code;
        starts[i] = place;
        data[i] = node->data;
        for (Py_ssize_t k = 0; k < count; k++) {
            if (edges[k].operand != NULL) {
                operands[place++] = (int32_t)edges[k].operand->position;
            }
            else {
                Py_ssize_t number = constant_of(constants, edges[k].number);
                if (number < 0) {
                    PyErr_NoMemory();
                    order->count = leaves;
                    return -1;
                }
                operands[place++] = (int32_t)(-1 - number);
            }
        }
        if (count == 0) {
            order->nodes[leaves++] = (Value *)Py_NewRef((PyObject *)node);
        }
    }
    starts[order->count] = place;
    return leaves;
}

/* A list of the references at the front of an order, which it takes. */
static PyObject *
taken(Order *order, Py_ssize_t count)
{
    PyObject *list = PyList_New(count);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (list == NULL) {
            Py_DECREF(order->nodes[i]);
        }
        else {
            PyList_SET_ITEM(list, i, (PyObject *)order->nodes[i]);
        }
    }
    return list;
}

static PyObject *
flattened(Order *order, PyObject *users)
{
    Arrays arrays = {
        new_bytes(order->count, sizeof(int32_t)),
        new_bytes(order->count + 1, sizeof(int64_t)),
        new_bytes(order->operands, sizeof(int32_t)),
        new_bytes(order->operands, sizeof(double)),
        new_bytes(order->count, sizeof(double)),
    };
    PyObject *result = NULL, *leaves = NULL;
    if (order->count > INT32_MAX || order->operands > INT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "flatten: more than 2,147,483,647 operands");
    }
    else if (arrays.operations && arrays.starts && arrays.operands && arrays.constants
             && arrays.data) {
        Constants constants = {.numbers = BYTES_AS(double, arrays.constants)};
        Py_ssize_t count = fill(order, &arrays, users, &constants);
        PyMem_Free(constants.places);
        leaves = taken(order, count < 0 ? order->count : count);
        if (count < 0 || _PyBytes_Resize(&arrays.constants, constants.count * 8) < 0) {
            Py_CLEAR(leaves);
        }
    }
    if (leaves != NULL) {
        result = Py_BuildValue("(OOOOOOO)", arrays.operations, arrays.starts,
                               arrays.operands, arrays.constants, arrays.data, leaves,
                               users);
    }
    Py_XDECREF(arrays.operations);
    Py_XDECREF(arrays.starts);
    Py_XDECREF(arrays.operands);
    Py_XDECREF(arrays.constants);
    Py_XDECREF(arrays.data);
    Py_XDECREF(leaves);
    return result;
}

static int
check_values(State *state, const char *function, PyObject *const *args, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!is_value(state, args[i])) {
            PyErr_Format(PyExc_TypeError, "%s: got %.200s, needs Values", function,
                         kind_of(args[i]));
            return -1;
        }
    }
    return 0;
}

PyDoc_STRVAR(flatten_doc,
"flatten($module, /, *results)\n--\n\n"
"The parts of autograd.support.flattening.FlatGraph as bytes, the leaves,\n"
"{a user's name: code}.");

static PyObject *
flatten(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    State *state = PyModule_GetState(module);
    PyObject *result = NULL, *users = NULL;
    Order order;
    if (check_values(state, "flatten", args, nargs) < 0) {
        return NULL;
    }
    users = PyDict_New();
    if (users != NULL && sort_below(state, args, nargs, &order) == 0) {
        result = flattened(&order, users);
        free_order(state, &order);
    }
    Py_XDECREF(users);
    return result;
}

/* What is unusual is left to Python, which also words the errors: read_data and add_grads
   then answer False, and no Value has changed. No Python runs in their loops. */

/* Whether the numbers of an array lie where numbers of their size do. */
static int
is_aligned(const Py_buffer *view)
{
    return view->itemsize <= 1 || (uintptr_t)view->buf % (uintptr_t)view->itemsize == 0;
}

/* Whether arrays are aligned and those that are written to, one bit each, share no memory
   with others. */
static int
are_apart(Py_buffer *const *views, int count, unsigned written)
{
    for (int i = 0; i < count; i++) {
        const char *start = views[i]->buf, *end = start + views[i]->len;
        if (!is_aligned(views[i])) {
            return 0;
        }
        for (int k = 0; k < i; k++) {
            const char *other = views[k]->buf;
            int is_written = (written >> i | written >> k) & 1;
            if (is_written && start < other + views[k]->len && other < end) {
                return 0;
            }
        }
    }
    return 1;
}

/* The memory of an array, when it is float64 and in a row. */
static int
has_numbers(PyObject *array, int writable, Py_buffer *view)
{
    int flags = PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (writable ? PyBUF_WRITABLE : 0);
    if (PyObject_GetBuffer(array, view, flags) < 0) {
        PyErr_Clear();
        return 0;
    }
    if (view->format == NULL || strcmp(view->format, "d") != 0 || !is_aligned(view)) {
        PyBuffer_Release(view);
        return 0;
    }
    return 1;
}

/* Whether a list or tuple holds as many Values as there are numbers, and none of them of
   a subclass: their attributes are what is in memory. */
static int
are_exact(const State *state, PyObject *values, const Py_buffer *view)
{
    Py_ssize_t count = PySequence_Fast_GET_SIZE(values);
    if (view->len != count * (Py_ssize_t)sizeof(double)) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (Py_TYPE(PySequence_Fast_GET_ITEM(values, i)) != state->value_type) {
            return 0;
        }
    }
    return 1;
}

static int
is_list_or_tuple(PyObject *x)
{
    return PyList_Check(x) || PyTuple_Check(x);
}

PyDoc_STRVAR(read_data_doc,
"read_data($module, values, numbers, /)\n--\n\n"
"Write the data of Values into an array; whether that was possible here.");

static PyObject *
read_data(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    State *state = PyModule_GetState(module);
    Py_buffer view;
    if (nargs != 2) {
        return PyErr_Format(PyExc_TypeError, "read_data: got %zd arguments, needs 2",
                            nargs);
    }
    int mode = state->recording == NULL ? READ : mode_of(state);
    if (mode == FAILED) {
        return NULL;
    }
    if (mode & OBSERVED || !is_list_or_tuple(args[0])
        || !has_numbers(args[1], 1, &view)) {
        Py_RETURN_FALSE;
    }
    int fits = are_exact(state, args[0], &view);
    PyObject *const *items = PySequence_Fast_ITEMS(args[0]);
    double *numbers = view.buf;
    for (Py_ssize_t i = 0; fits && i < PySequence_Fast_GET_SIZE(args[0]); i++) {
        numbers[i] = ((Value *)items[i])->data;
    }
    PyBuffer_Release(&view);
    return PyBool_FromLong(fits);
}

PyDoc_STRVAR(add_grads_doc,
"add_grads($module, values, numbers, seed, /)\n--\n\n"
"Add seed * number to the grads of Values; whether that was possible here.");

static PyObject *
add_grads(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    State *state = PyModule_GetState(module);
    Py_buffer view;
    if (nargs != 3) {
        return PyErr_Format(PyExc_TypeError, "add_grads: got %zd arguments, needs 3",
                            nargs);
    }
    if (!PyFloat_CheckExact(args[2]) || !is_list_or_tuple(args[0])
        || !has_numbers(args[1], 0, &view)) {
        Py_RETURN_FALSE;
    }
    int fits = are_exact(state, args[0], &view);
    PyObject *const *items = PySequence_Fast_ITEMS(args[0]);
    const double *numbers = view.buf;
    double seed = PyFloat_AS_DOUBLE(args[2]);
    for (Py_ssize_t i = 0; fits && i < PySequence_Fast_GET_SIZE(args[0]); i++) {
        Value *x = (Value *)items[i];
        x->grad += seed * numbers[i];
        x->flags |= HAS_GRAD;
    }
    PyBuffer_Release(&view);
    return PyBool_FromLong(fits);
}

PyDoc_STRVAR(same_items_doc,
"same_items($module, items, kept, /)\n--\n\n"
"Whether two lists or tuples hold the same objects.");

static PyObject *
same_items(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t nargs)
{
    if (nargs != 2 || !is_list_or_tuple(args[0]) || !is_list_or_tuple(args[1])) {
        PyErr_SetString(PyExc_TypeError, "same_items: needs two lists or tuples");
        return NULL;
    }
    Py_ssize_t count = PySequence_Fast_GET_SIZE(args[0]);
    PyObject *const *items = PySequence_Fast_ITEMS(args[0]);
    PyObject *const *kept = PySequence_Fast_ITEMS(args[1]);
    int same = count == PySequence_Fast_GET_SIZE(args[1]);
    if (same && count > 0) { /* of none there may be no memory */
        same = memcmp(items, kept, count * sizeof(*items)) == 0;
    }
    return PyBool_FromLong(same);
}
