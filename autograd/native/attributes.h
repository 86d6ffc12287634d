/* The attributes of a Value: read from the node, checked when they are set. */

static int
refuse_to_delete(const char *name)
{
    PyErr_Format(PyExc_AttributeError, "Value.%s cannot be deleted", name);
    return -1;
}

/* The plain text of a str or of an instance of a subclass, which could hold anything. */
static PyObject *
text_from(PyObject *text, const char *place)
{
    if (!PyUnicode_Check(text)) {
        return PyErr_Format(PyExc_TypeError, "%s: got %.200s, needs a str or None", place,
                            kind_of(text));
    }
    return PyUnicode_FromObject(text);
}

/* Set the name to a text, or to nothing. */
static int
set_name(Value *node, PyObject *name)
{
    if (name == Py_None && name_of(node) == NULL) {
        return 0;
    }
    PyObject *text = name == Py_None ? NULL : text_from(name, "Value.name");
    Details *details = text == NULL && name != Py_None ? NULL : details_of(node);
    if (details == NULL) {
        Py_XDECREF(text);
        return -1;
    }
    Py_XSETREF(details->name, text);
    return 0;
}

static PyObject *
get_plain_data(PyObject *self, void *Py_UNUSED(unused))
{
    return PyFloat_FromDouble(((Value *)self)->data);
}

static PyObject *
get_data(PyObject *self, void *Py_UNUSED(unused))
{
    State *state = state_of(self);
    PyObject *number = get_plain_data(self, NULL);
    return state == NULL ? number : told(state, "data", self, NULL, number);
}

static int
set_data(PyObject *self, PyObject *data, void *Py_UNUSED(unused))
{
    State *state = state_of(self);
    if (data == NULL) {
        return refuse_to_delete("data");
    }
    return read_number(state, data, "Value.data", &((Value *)self)->data);
}

static PyObject *
get_grad_or_none(PyObject *self, void *Py_UNUSED(unused))
{
    if (((Value *)self)->flags & HAS_GRAD) {
        return PyFloat_FromDouble(((Value *)self)->grad);
    }
    Py_RETURN_NONE;
}

/* The grad or None, as observers are told when it is asked for. */
static PyObject *
told_grad(PyObject *self)
{
    State *state = state_of(self);
    PyObject *grad = get_grad_or_none(self, NULL);
    return state == NULL ? grad : told(state, "grad", self, NULL, grad);
}

static PyObject *
get_grad(PyObject *self, void *Py_UNUSED(unused))
{
    PyObject *grad = told_grad(self);
    if (grad != Py_None) {
        return grad;
    }
    Py_DECREF(grad);
    return PyFloat_FromDouble(((Value *)self)->grad);
}

static PyObject *
get_has_grad(PyObject *self, void *Py_UNUSED(unused))
{
    PyObject *grad = told_grad(self);
    PyObject *answer = grad == NULL ? NULL : PyBool_FromLong(grad != Py_None);
    Py_XDECREF(grad);
    return answer;
}

static int
set_grad(PyObject *self, PyObject *grad, void *Py_UNUSED(unused))
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
get_name(PyObject *self, void *Py_UNUSED(unused))
{
    PyObject *name = name_of((Value *)self);
    return Py_NewRef(name == NULL ? Py_None : name);
}

static int
set_name_attribute(PyObject *self, PyObject *name, void *Py_UNUSED(unused))
{
    return name == NULL ? refuse_to_delete("name") : set_name((Value *)self, name);
}

static PyObject *
get_operation(PyObject *self, void *Py_UNUSED(unused))
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
set_operation(PyObject *self, PyObject *operation, void *Py_UNUSED(unused))
{
    State *state = state_of(self);
    Value *node = (Value *)self;
    if (operation == NULL) {
        return refuse_to_delete("operation");
    }
    if (state == NULL || state->codes == NULL) {
        (void)gone();
        return -1;
    }
    if (operation == Py_None) {
        node->operation = LEAF;
        return 0;
    }
    PyObject *text = text_from(operation, "Value.operation");
    PyObject *code = text == NULL ? NULL : PyDict_GetItemWithError(state->codes, text);
    if (code != NULL) {
        node->operation = (uint16_t)PyLong_AsLong(code);
        Py_DECREF(text);
        return 0;
    }
    Details *details = PyErr_Occurred() ? NULL : details_of(node);
    if (details == NULL) {
        Py_XDECREF(text);
        return -1;
    }
    node->operation = OF_THE_USER;
    Py_XSETREF(details->operation, text);
    return 0;
}

static Py_ssize_t
count_edges(Value *node)
{
    Py_ssize_t count;
    (void)edges_of(node, &count);
    return count;
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

/* A tuple to be filled, with as many places as the node has things to put there. To make
   one can run the collector, and that any code, which may change the node. */
static PyObject *
room_for(PyObject *node, Py_ssize_t (*size)(Value *))
{
    for (;;) {
        Py_ssize_t count = size((Value *)node);
        PyObject *tuple = PyTuple_New(count);
        if (tuple == NULL || size((Value *)node) == count) {
            return tuple;
        }
        Py_DECREF(tuple);
    }
}

static PyObject *
get_operands(PyObject *self, void *Py_UNUSED(unused))
{
    Py_ssize_t count;
    PyObject *tuple = room_for(self, count_edges);
    Edge *edges = edges_of((Value *)self, &count);
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

/* Keep an object that computes the derivatives, or none. */
static int
set_lazy_derivatives(State *state, Value *node, PyObject *derivatives)
{
    Extras *extras = extras_of(node);
    if (extras == NULL && derivatives == NULL) {
        return 0;
    }
    extras = make_extras(state, node);
    if (extras == NULL) {
        return -1;
    }
    state->changes++;
    Py_XINCREF(derivatives);
    Py_XSETREF(extras->derivatives, derivatives);
    return 0;
}

/* Details with these operands, plain numbers converted; NULL with an error. */
static Details *
details_from(State *state, PyObject *operands)
{
    Py_ssize_t count = PyTuple_GET_SIZE(operands);
    Details *details = new_details(count);
    for (Py_ssize_t i = 0; details != NULL && i < count; i++) {
        PyObject *x = PyTuple_GET_ITEM(operands, i);
        Edge *edge = details->edges + i;
        edge->number = 0.0;
        edge->operand = is_value(state, x) ? (Value *)Py_NewRef(x) : NULL;
        if (edge->operand == NULL
            && read_number(state, x, "Value.operands", &edge->number) < 0) {
            Gathered gathered = {details, i, 0};
            drop_gathered(&gathered);
            return NULL;
        }
    }
    return details;
}

/* Replace the operands; the derivatives by them are 0 until they are set, too. */
static int
replace_operands(State *state, Value *node, PyObject *operands)
{
    Details *details = details_from(state, operands);
    if (details == NULL) {
        return -1;
    }
    Value old = *node;
    state->changes++;
    if (old.flags & HAS_DETAILS) {
        details->name = old.details->name;
        details->operation = old.details->operation;
        details->extras = old.details->extras;
        old.details->name = old.details->operation = NULL;
        old.details->extras = NULL;
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
    release(&old);
    return set_lazy_derivatives(state, node, NULL);
}

static int
take_operands(State *state, PyObject *self, PyObject *operands)
{
    if (!PyTuple_Check(operands) && !PyList_Check(operands)) {
        PyErr_Format(PyExc_TypeError,
                     "Value.operands: got %.200s, needs a tuple of Values and numbers",
                     kind_of(operands));
        return -1;
    }
    PyObject *tuple = PySequence_Tuple(operands); /* nobody changes it meanwhile */
    int done = tuple == NULL ? -1 : replace_operands(state, (Value *)self, tuple);
    Py_XDECREF(tuple);
    return done;
}

/* The references to a node that nothing but the code that assigns to it knows. With more
   of them it may be an operand already, and so be made an operand of itself. */
enum { OF_THE_CALLER = PY_VERSION_HEX < 0x030E0000 ? 2 : 1 };

static int
set_operands(PyObject *self, PyObject *operands, void *Py_UNUSED(unused))
{
    if (operands == NULL) {
        return refuse_to_delete("operands");
    }
    State *state = state_of(self);
    if (state == NULL) {
        (void)gone();
        return -1;
    }
    state->reassigned = 1;
    if (Py_REFCNT(self) > OF_THE_CALLER && make_extras(state, (Value *)self) == NULL) {
        return -1;
    }
    return take_operands(state, self, operands);
}

static PyObject *
get_derivatives(PyObject *self, void *Py_UNUSED(unused))
{
    Value *node = (Value *)self;
    PyObject *lazy = lazy_derivatives(node);
    if (lazy != NULL) {
        return Py_NewRef(lazy);
    }
    Py_ssize_t count, place = 0;
    PyObject *tuple = room_for(self, count_values);
    Edge *edges = edges_of(node, &count);
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

static int
take_derivatives(State *state, Value *node, PyObject *derivatives)
{
    if (!are_plain(node, derivatives)) {
        return set_lazy_derivatives(state, node, derivatives);
    }
    Py_ssize_t count, place = 0;
    Edge *edges = edges_of(node, &count);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (edges[i].operand != NULL) {
            PyObject *number = PyTuple_GET_ITEM(derivatives, place++);
            edges[i].number = PyFloat_AS_DOUBLE(number);
        }
    }
    return set_lazy_derivatives(state, node, NULL);
}

/* Plain floats are stored; for anything else Python says what it is. */
static int
set_derivatives(PyObject *self, PyObject *derivatives, void *Py_UNUSED(unused))
{
    State *state = state_of(self);
    Value *node = (Value *)self;
    if (derivatives == NULL) {
        return refuse_to_delete("derivatives");
    }
    if (state == NULL || state->derivatives_from == NULL) {
        (void)gone();
        return -1;
    }
    if (are_plain(node, derivatives)) {
        return take_derivatives(state, node, derivatives);
    }
    PyObject *found = PyObject_CallFunction(state->derivatives_from, "On", derivatives,
                                            count_values(node));
    int done = found == NULL ? -1 : take_derivatives(state, node, found);
    Py_XDECREF(found);
    return done;
}

/* Derivatives from the modules in Python, which know what they give; but a chain of
   Values, each in the place of the derivatives of the next, would be too deep to free. */
static int
take_any_derivatives(State *state, PyObject *node, PyObject *derivatives)
{
    int is_lazy = !PyTuple_Check(derivatives) && !PyList_Check(derivatives);
    return is_lazy && !is_value(state, derivatives)
               ? set_lazy_derivatives(state, (Value *)node, derivatives)
               : set_derivatives(node, derivatives, NULL);
}

static PyObject *
get_hooks(PyObject *self, void *Py_UNUSED(unused))
{
    Extras *extras = extras_of((Value *)self);
    return Py_NewRef(extras == NULL || extras->hooks == NULL ? Py_None : extras->hooks);
}

static int
set_hooks(PyObject *self, PyObject *hooks, void *Py_UNUSED(unused))
{
    State *state = state_of(self);
    if (state == NULL) {
        (void)gone();
        return -1;
    }
    if (hooks == NULL || (hooks != Py_None && !PyDict_CheckExact(hooks))) {
        PyErr_SetString(PyExc_TypeError, "Value._hooks: needs a dict or None");
        return -1;
    }
    Extras *extras = extras_of((Value *)self);
    if (extras == NULL && hooks == Py_None) {
        return 0;
    }
    extras = make_extras(state, (Value *)self);
    if (extras == NULL) {
        return -1;
    }
    state->changes++;
    Py_XSETREF(extras->hooks, hooks == Py_None ? NULL : Py_NewRef(hooks));
    return 0;
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
     "The operation that made it, by its name in the table; None for a leaf.",
     NULL},
    {"operands", get_operands, set_operands,
     "The operands in order, repeated when used twice; numbers stay floats.", NULL},
    {"derivatives", get_derivatives, set_derivatives,
     "The local derivatives: one float for each operand that is a Value.", NULL},
    {"_data", get_plain_data, set_data, NULL, NULL},
    {"_grad", get_grad_or_none, set_grad, NULL, NULL},
    {"_name", get_name, NULL, NULL, NULL},
    {"_operation", get_operation, NULL, NULL, NULL},
    {"_operands", get_operands, NULL, NULL, NULL},
    {"_derivatives", get_derivatives, NULL, NULL, NULL},
    {"_hooks", get_hooks, set_hooks, NULL, NULL},
    {0},
};
