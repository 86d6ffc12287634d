/* The numbers of many Values at once, for autograd.programs.buffers: into an array, and
   from one. What is unusual is left to Python, which also words the errors: the answer
   is then False, and no Value has changed. No Python runs in these loops. */

/* The memory of an array, when it is float64 and in a row. */
static int
has_numbers(PyObject *array, int writable, Py_buffer *view)
{
    int flags = PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (writable ? PyBUF_WRITABLE : 0);
    if (PyObject_GetBuffer(array, view, flags) < 0) {
        PyErr_Clear();
        return 0;
    }
    if (view->format == NULL || strcmp(view->format, "d") != 0) {
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
